/** Where NinjaOne lives. The address comes from configuration, never from a caller of an operation. */
import { apiError, type KunaiApiError } from './errors.ts'

/** Hosts of the vendor's regions (ninjaone-api §2). White-label hosts are given as an https address. */
export const regions = {
  us: 'https://app.ninjarmm.com',
  us2: 'https://us2.ninjarmm.com',
  ca: 'https://ca.ninjarmm.com',
  eu: 'https://eu.ninjarmm.com',
  oc: 'https://oc.ninjarmm.com',
  fed: 'https://fed.ninjarmm.com',
} as const

export type Region = keyof typeof regions

/** Turns a region key or an address into an origin such as `https://eu.ninjarmm.com`. */
export function resolveBaseUrl(baseUrl: string): string {
  if (Object.hasOwn(regions, baseUrl)) return regions[baseUrl as Region]
  if (!URL.canParse(baseUrl)) {
    throw wrongBaseUrl(
      `use a region (${Object.keys(regions).join(', ')}) or an address such as https://app.ninjarmm.com`,
    )
  }
  const url = new URL(baseUrl)
  if (url.username !== '' || url.password !== '') throw wrongBaseUrl('leave user name and password out of the address')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw wrongBaseUrl('give the host only, without a path')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw wrongBaseUrl('use https; plain http is for this machine only (127.0.0.1, localhost)')
  }
  return url.origin
}

/** `URL` has already brought 127.1, 0x7f.1 and the like into four decimal numbers. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

// The address itself is not repeated: it may hold a password.
function wrongBaseUrl(cure: string): KunaiApiError {
  return apiError({
    kind: 'configuration',
    execution: 'not_sent',
    code: 'base_url_invalid',
    message: `The NinjaOne address (baseUrl) is not usable: ${cure}.`,
  })
}
