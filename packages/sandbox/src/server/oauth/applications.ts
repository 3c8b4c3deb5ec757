/**
 * The applications of the tenant: what each of the vendor's four platforms may do, and the register that people add to
 * (ninjaone-api §3, "App platforms").
 */
import type { Identity } from '@kunai/api/operation'
import { z } from 'zod'
import { randomToken } from './credentials.ts'
import { isRegistrable } from './redirect-uri.ts'

const grantTypes = ['authorization_code', 'client_credentials', 'refresh_token'] as const
type GrantType = (typeof grantTypes)[number]

const scopes = ['monitoring', 'management', 'control', 'offline_access'] as const

interface Platform {
  /** What people read. */
  readonly label: string
  readonly identity: Identity
  /** A client that runs on somebody's machine can keep no secret, so it gets none. */
  readonly secret: boolean
  readonly grantTypes: readonly GrantType[]
}

const platforms = {
  'api-services': {
    label: 'API Services (machine-to-machine)',
    identity: 'machine',
    secret: true,
    grantTypes: ['client_credentials'],
  },
  web: { label: 'Web', identity: 'user', secret: true, grantTypes: ['authorization_code', 'refresh_token'] },
  'single-page': {
    label: 'Single Page',
    identity: 'user',
    secret: false,
    grantTypes: ['authorization_code', 'refresh_token'],
  },
  native: { label: 'Native', identity: 'user', secret: false, grantTypes: ['authorization_code', 'refresh_token'] },
} as const satisfies Record<string, Platform>

export type PlatformName = keyof typeof platforms
const platformNames = Object.keys(platforms) as [PlatformName, ...PlatformName[]]

const Visible = z.string().regex(/^[\x21-\x7e]{1,256}$/, 'must be 1 to 256 printable ASCII characters without spaces')

export const ApplicationInput = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    platform: z.enum(platformNames),
    /** Random when absent. */
    clientId: Visible.optional(),
    /** Random when absent; only where the platform has one. */
    clientSecret: Visible.optional(),
    /** Compared byte for byte. */
    redirectUris: z.array(z.string().max(2_000)).max(20).default([]),
    /** All that the platform can have, when absent. */
    scopes: z.array(z.enum(scopes)).min(1).optional(),
    /** All that the platform has, when absent. Without `refresh_token` an application gets none. */
    grantTypes: z.array(z.enum(grantTypes)).min(1).optional(),
  })
  .superRefine((input, context) => {
    const platform: Platform = platforms[input.platform]
    const complain = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    if (!platform.secret && input.clientSecret !== undefined) {
      complain(['clientSecret'], `a ${platform.label} application has no secret: use PKCE`)
    }
    if (platform.identity === 'user' && input.redirectUris.length === 0) {
      complain(['redirectUris'], `a ${platform.label} application needs at least one`)
    }
    if (platform.identity === 'machine' && input.redirectUris.length > 0) {
      complain(['redirectUris'], `a ${platform.label} application has none`)
    }
    if (platform.identity === 'machine' && input.scopes?.includes('offline_access')) {
      complain(['scopes'], `a ${platform.label} application cannot have offline_access`)
    }
    for (const [index, uri] of input.redirectUris.entries()) {
      if (isRegistrable(uri, input.platform)) continue
      const own = input.platform === 'native' ? ', or a scheme of your own with a dot in it' : ''
      complain(['redirectUris', index], `use https, or http on this machine${own}; without password and fragment`)
    }
    for (const [index, grantType] of (input.grantTypes ?? []).entries()) {
      if (!platform.grantTypes.includes(grantType)) {
        complain(['grantTypes', index], `a ${platform.label} application has only ${platform.grantTypes.join(', ')}`)
      }
    }
  })

/** What a caller writes. */
export type ApplicationInput = z.input<typeof ApplicationInput>

export interface Application {
  readonly id: string
  readonly name: string
  readonly platform: PlatformName
  /** Undefined for platforms that have none. */
  readonly secret: string | undefined
  readonly identity: Identity
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly grantTypes: readonly string[]
}

/** An application as everybody may see it: the secret is shown once, at its making. */
export type ListedApplication = Omit<Application, 'id' | 'secret'> & { readonly clientId: string }

export class Applications {
  readonly #byId = new Map<string, Application>()

  /** Throws with the name of the field that cannot be used. */
  create(input: ApplicationInput): Application {
    const parsed = ApplicationInput.safeParse(input)
    if (!parsed.success) throw new Error(`This application cannot be made. ${z.prettifyError(parsed.error)}`)
    const { name, clientId, clientSecret, redirectUris } = parsed.data
    const platform: Platform = platforms[parsed.data.platform]
    const id = clientId ?? `sandbox-${parsed.data.platform}-${randomToken().slice(0, 12)}`
    if (this.#byId.has(id)) throw new Error(`This application cannot be made. There is one with the clientId ${id}`)
    const possible = scopes.filter((scope) => platform.identity === 'user' || scope !== 'offline_access')
    const application: Application = {
      id,
      name,
      platform: parsed.data.platform,
      secret: platform.secret ? (clientSecret ?? randomToken()) : undefined,
      identity: platform.identity,
      scopes: parsed.data.scopes ?? possible,
      redirectUris,
      grantTypes: parsed.data.grantTypes ?? platform.grantTypes,
    }
    this.#byId.set(id, application)
    return application
  }

  find(id: string): Application | undefined {
    return this.#byId.get(id)
  }

  /** False once it was removed, also when another has taken its id since. */
  has(application: Application): boolean {
    return this.#byId.get(application.id) === application
  }

  list(): readonly Application[] {
    return [...this.#byId.values()]
  }

  /** What it was given is good no more. False when there is none. */
  remove(id: string): boolean {
    return this.#byId.delete(id)
  }
}

export function describeApplication({ id, secret: _secret, ...rest }: Application): ListedApplication {
  return { clientId: id, ...rest }
}

export const platformLabel = (name: PlatformName): string => platforms[name].label
