import { wordSet } from '../../util/text/word-set.ts'

/** Words that are common in technical texts, but missing in general dictionaries. */
export const TECHNICAL_WORDS = wordSet(`
  accessor accessors allowlist allowlists analytics api apis async auth autocomplete autoscaling backend backends
  backoff backport backported backports bitmask blockchain boilerplate boolean booleans bytecode cacheable caching
  callback callbacks changelog changelogs checkbox checkboxes checksum checksums cloneable codebase codebases codec
  codecs config configs cron crypto cyber daemon daemons dataset datasets datastore datastores debounce debounced
  denylist denylists dereference deserialize deserialized dev devs dropdown dropdowns emoji emojis endpoint endpoints
  enum enums failover filename filenames filesystem filesystems firmware formatter formatters framework frameworks
  frontend frontends fulltext gateway gateways getter getters globals gzip hardcode hardcoded hashmap hashtag hashtags
  homepage hostname hostnames hotfix hotfixes hotspot idempotency idempotent init inline inlined inode iframe iframes
  json keyspace keystore keyframe kernel kernels lifecycle linter linters linting localhost lockfile lockfiles
  lookup lookups lossy markdown metadata microservice microservices middleware mixin mixins mockup mockups multicast
  multithreaded mutex mutexes namespace namespaces natively nullable offline onboarding online opcode opcodes param
  params parsable parser parsers pathname payload payloads permalink permalinks plaintext playlist plugin plugins
  podcast podcasts popup popups prefetch prefetched prepend prepended preprocess preprocessor preset presets proxied
  pseudocode quickstart readme readmes reentrant refactor refactored refactoring refactors regex regexes regexp
  renderer repo repos rollout rollouts runbook runbooks runtime runtimes scalability scalable schema schemas schemata
  screenshot screenshots semver serializable serializer setter setters shader shaders sharding shell signup smartphone
  smartphones snapshot snapshots spec specs spinlock stderr stdin stdout stateful stateless struct structs subclass
  subclasses subdirectories subdirectory subdomain subdomains subfolder subfolders submodule submodules subnet subnets
  subprocess subprocesses substring substrings subtree subtype subtypes superclass syscall syscalls timestamp
  timestamps timezone timezones tokenize tokenized tokenizer tokenizers toolchain toolchains tooltip tooltips
  typechecking typings unary uncached uncomment unescape unescaped unix unmount unsubscribe uplink uptime url urls
  userspace username usernames utf validator validators viewport walkthrough walkthroughs webhook webhooks webpage
  webpages website websites whitelist whitespace wildcard wildcards workflow workflows workspace workspaces yaml
`)
