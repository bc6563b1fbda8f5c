/** Which proxy stands before an address, as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say. */
import { BlockList, isIP } from 'node:net'
import { ConfigError } from '../../core/errors.ts'
import type { ProviderNeeds } from '../provider.ts'

type Env = ProviderNeeds['env']

/** Reads the variables once; throws a `ConfigError` that names the one that is no address of a proxy. */
export function proxiesOf(env: Env): (target: URL) => URL | undefined {
  const named = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const httpProxy = proxyAddress('HTTP_PROXY', named('HTTP_PROXY'))
  const httpsProxy = proxyAddress('HTTPS_PROXY', named('HTTPS_PROXY')) ?? httpProxy
  const isDirect = directTargets(named('NO_PROXY'))
  return (target) => {
    const proxy = target.protocol === 'https:' ? httpsProxy : httpProxy
    return proxy === undefined || isDirect(target) ? undefined : proxy
  }
}

/** As elsewhere, `proxy:3128` is short for `http://proxy:3128`. */
function proxyAddress(variable: string, given: string): URL | undefined {
  if (given === '') return undefined
  const address = given.includes('://') ? given : `http://${given}`
  if (!/^https?:/i.test(address) || !URL.canParse(address)) {
    throw new ConfigError(`${variable} is not the address of a proxy`, 'for example http://proxy:3128')
  }
  return new URL(address)
}

/**
 * True of this machine itself, and of what `NO_PROXY` lists: names, which stand for all below them too, with or
 * without a port; IP addresses; networks such as 10.0.0.0/8; or * for everything.
 */
function directTargets(noProxy: string): (target: URL) => boolean {
  const entries = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  const names = new Set(entries.map((entry) => entry.replace(/^\*?\./, '')))
  const addresses = addressesOf(entries)
  return ({ hostname, port, protocol }) => {
    if (names.has('*')) return true
    const host = hostname.replace(/^\[|\]$/g, '')
    const version = isIP(host)
    if (version !== 0) {
      if (addresses.check(host, version === 6 ? 'ipv6' : 'ipv4')) return true
    } else if (/(^|\.)localhost$/.test(host)) {
      return true
    }
    const portOf = port || (protocol === 'https:' ? '443' : '80')
    const domains = version === 0 ? domainsOf(host) : [hostname]
    return domains.some((domain) => names.has(domain) || names.has(`${domain}:${portOf}`))
  }
}

function addressesOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8)
  list.addAddress('::1', 'ipv6')
  for (const entry of entries) {
    const [address = '', bits] = entry.replace(/^\[|\]$/g, '').split('/')
    const version = isIP(address)
    if (version === 0) continue
    const widest = version === 6 ? 128 : 32
    const prefix = bits === undefined ? widest : Number(bits)
    if (prefix >= 0 && prefix <= widest) list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** `a.b.c` is in the domains `a.b.c`, `b.c` and `c`. */
const domainsOf = (host: string): string[] => {
  const labels = host.split('.')
  return labels.map((_, index) => labels.slice(index).join('.'))
}
