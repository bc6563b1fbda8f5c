/** Finds the proxy for an address according to `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`. */
import { BlockList, isIP } from 'node:net'
import { ConfigError } from '../../core/errors.ts'
import type { ProviderNeeds } from '../provider.ts'

/** Throws a `ConfigError` that names the variable if its proxy is invalid. */
export function proxySelector(env: ProviderNeeds['env']): (target: URL) => URL | undefined {
  const variable = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const httpProxy = parseProxy('HTTP_PROXY', variable('HTTP_PROXY'))
  const httpsProxy = parseProxy('HTTPS_PROXY', variable('HTTPS_PROXY')) ?? httpProxy
  const isDirect = directTargets(variable('NO_PROXY'))
  return (target) => {
    const proxy = target.protocol === 'https:' ? httpsProxy : httpProxy
    return proxy === undefined || isDirect(target) ? undefined : proxy
  }
}

/** As in curl, `proxy:3128` means `http://proxy:3128`. */
function parseProxy(variable: string, text: string): URL | undefined {
  if (text === '') return undefined
  const address = text.includes('://') ? text : `http://${text}`
  if (!/^https?:/i.test(address) || !URL.canParse(address) || !canDecode(new URL(address))) {
    throw new ConfigError(
      `${variable} is not the address of a proxy`,
      'use an address such as http://proxy:3128',
    )
  }
  return new URL(address)
}

/** Whether every `%` in user and password encodes a character. */
function canDecode({ username, password }: URL): boolean {
  try {
    return typeof decodeURIComponent(`${username}:${password}`) === 'string'
  } catch {
    return false
  }
}

/**
 * The returned function is true for loopback addresses and for the entries of `NO_PROXY`: host names with
 * their subdomains, with or without a port; IP addresses; networks such as 10.0.0.0/8; `*` for all hosts.
 */
function directTargets(noProxy: string): (target: URL) => boolean {
  const entries = noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
  const names = new Set(entries.map((entry) => entry.replace(/^\*?\./, '')))
  const addresses = blockListOf(entries)
  return ({ hostname, port, protocol }) => {
    if (names.has('*')) return true
    const host = hostname.replace(/^\[|\]$/g, '')
    const version = isIP(host)
    if (version !== 0) {
      if (addresses.check(host, version === 6 ? 'ipv6' : 'ipv4')) return true
    } else if (/(^|\.)localhost$/.test(host)) {
      return true
    }
    const actualPort = port || (protocol === 'https:' ? '443' : '80')
    const domains = version === 0 ? domainsOf(host) : [hostname]
    return domains.some((domain) => names.has(domain) || names.has(`${domain}:${actualPort}`))
  }
}

function blockListOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  list.addSubnet('127.0.0.0', 8)
  list.addAddress('::1', 'ipv6')
  for (const entry of entries) {
    const [address = '', bits] = entry.replace(/^\[|\]$/g, '').split('/')
    const version = isIP(address)
    if (version === 0) continue
    const maxBits = version === 6 ? 128 : 32
    const prefix = bits === undefined ? maxBits : Number(bits)
    if (prefix >= 0 && prefix <= maxBits) list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Turns `a.b.c` into `a.b.c`, `b.c` and `c`. */
const domainsOf = (host: string): string[] => {
  const labels = host.split('.')
  return labels.map((_, index) => labels.slice(index).join('.'))
}
