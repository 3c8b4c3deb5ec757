/**
 * What this room needs of the client, which it may not import: only the wiring and `corridor/execute.ts` do. The
 * wiring fills this in.
 */

import { GatewayError } from '../call/index.ts'

export type Identity = 'machine' | 'user'

export interface MachineApplication {
  readonly clientId: string
  readonly clientSecret: string
  /** Separated by blanks; left out, all that the application has. */
  readonly scope?: string
}

export interface UserApplication {
  readonly clientId: string
  /** Native applications have none. */
  readonly clientSecret?: string
  readonly scopes: readonly string[]
}

/** As the client keeps them. */
export interface KeptTokens {
  readonly refreshToken: string
  readonly accessToken?: string | undefined
  /** Milliseconds since 1970. */
  readonly renewAtMs?: number | undefined
  readonly refreshing?: string | undefined
  readonly reconnectNeeded?: boolean | undefined
}

/** The client's port for tokens. */
export interface TokenStore {
  load(): Promise<KeptTokens | undefined>
  save(tokens: KeptTokens): Promise<void>
  exclusively<Value>(use: () => Promise<Value>): Promise<Value>
}

/** What a client is made of. */
export interface ClientSettings {
  readonly baseUrl: string
  readonly machine?: MachineApplication | undefined
  /** Without `machine`, this application serves every operation. */
  readonly user?: (UserApplication & { readonly tokenStore: TokenStore }) | undefined
  /** How asking for a token ended: undefined when it came, else the stable code of what went wrong. */
  readonly onToken: (identity: Identity, code: string | undefined) => void
}

/** A consent under way, as the client hands it out and takes it back. Secret. */
export interface PendingAuthorization {
  readonly origin: string
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly codeVerifier: string
  readonly startedAtMs: number
}

/** Something that is wrong, as a stable code and a sentence of ours. */
export interface Finding {
  readonly code: string
  readonly message: string
  readonly identity?: Identity | undefined
}

export interface Application {
  readonly baseUrl: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
}

export interface Vendor<Client> {
  /** Key and address of each region. */
  readonly regions: Readonly<Record<string, string>>
  /** An origin from a region or an address. @throws with `code` and `message` for people. */
  resolveBaseUrl(baseUrl: string): string
  createClient(settings: ClientSettings): Client
  closeClient(client: Client): Promise<void>
  authorizationUrl(application: Application & { readonly scopes: readonly string[]; readonly redirectUri: string }): {
    url: string
    pending: PendingAuthorization
  }
  /** The scopes that were granted, when NinjaOne says. */
  exchangeCode(options: {
    pending: PendingAuthorization
    callbackUrl: string
    clientSecret?: string | undefined
    tokenStore: TokenStore
  }): Promise<readonly string[] | undefined>
  revoke(application: Application & { readonly tokenStore: TokenStore }): Promise<void>
  /** Whether NinjaOne knows the application, its kind and its secret, and lets it come back here. Uses up nothing. */
  inspectUserApplication(
    application: Application & { readonly scopes: readonly string[]; readonly redirectUri: string },
  ): Promise<readonly Finding[]>
  /** Address, clock, and the machine's token with its scopes. */
  inspectMachine(baseUrl: string, machine: MachineApplication | undefined): Promise<readonly Finding[]>
}

/** Code and sentence of what the vendor's side or we ourselves refused; a fault of ours has none. */
export function findingOf(error: unknown): Finding | undefined {
  if (error instanceof GatewayError) return { code: error.code, message: error.message }
  if (!(error instanceof Error) || !('code' in error) || !('execution' in error)) return undefined
  return { code: String(error.code), message: error.message }
}
