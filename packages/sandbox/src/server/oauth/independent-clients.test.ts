/** Clients that we did not write get in by code, PKCE and refresh: a library of npm's and one of Debian's. */
import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consent } from '../../testing/authorization.ts'
import { printServer, sender, startTenant, type Tenant } from '../../testing/tenant.ts'

/** The distribution's own interpreter first: only that one has the distribution's packages. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import authlib, requests']).status === 0,
)
if (python === undefined) {
  console.warn('Skipped: the independent client in Python. Install python3-authlib and python3-requests of Debian.')
}

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ rotateRefreshTokens: true })
})
afterAll(() => tenant.sandbox.close())

type Platform = 'web' | 'single-page' | 'native'
const applicationOf = (platform: Platform) => {
  const { user, singlePage, native } = tenant.sandbox
  return {
    web: user,
    'single-page': { ...singlePage, clientSecret: undefined },
    native: { ...native, clientSecret: undefined },
  }[platform]
}

test.each<[Platform, string | undefined, oauth.ClientAuth | undefined]>([
  ['web', undefined, undefined],
  ['single-page', undefined, oauth.None()],
  ['native', 'http://127.0.0.1:51004/callback', oauth.None()],
])('oauth4webapi, a %s application', async (platform, address, publicAuth) => {
  const { url, user } = tenant.sandbox
  const server: oauth.AuthorizationServer = {
    issuer: url,
    authorization_endpoint: `${url}/ws/oauth/authorize`,
    token_endpoint: `${url}/ws/oauth/token`,
    revocation_endpoint: `${url}/ws/oauth/revoke`,
  }
  const insecure = { [oauth.allowInsecureRequests]: true }
  const application = applicationOf(platform)
  const client: oauth.Client = { client_id: application.clientId }
  const redirectUri = address ?? application.redirectUris[0] ?? ''
  for (const auth of publicAuth
    ? [publicAuth]
    : [oauth.ClientSecretPost(user.clientSecret), oauth.ClientSecretBasic(user.clientSecret)]) {
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const parameters = {
      client_id: client.client_id,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'monitoring management offline_access',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    }
    const { back } = await consent(
      tenant.sandbox,
      `${server.authorization_endpoint}?${new URLSearchParams(parameters)}`,
    )
    const callback = oauth.validateAuthResponse(server, client, back ?? new URL('about:blank'), state)
    const issued = await oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(server, client, auth, callback, redirectUri, verifier, insecure),
    )
    const renewed = await oauth.processRefreshTokenResponse(
      server,
      client,
      await oauth.refreshTokenGrantRequest(server, client, auth, issued.refresh_token ?? '', insecure),
    )
    expect(renewed.refresh_token).not.toBe(issued.refresh_token)
    const script = { type: 'SCRIPT', id: 1 }
    const send = sender(url, renewed.access_token)
    expect((await send('POST', `/v2/device/${printServer}/script/run`, script)).status).toBe(204)
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(server, client, auth, renewed.refresh_token ?? '', insecure),
    )
    expect((await send('GET', `/v2/device/${printServer}`)).status).toBe(401)
  }
})

test('oauth4webapi, client credentials, and what is refused is an error it understands', async () => {
  const { url, machine } = tenant.sandbox
  const server: oauth.AuthorizationServer = { issuer: url, token_endpoint: `${url}/ws/oauth/token` }
  const client = { client_id: machine.clientId }
  const ask = async (secret: string) =>
    oauth.processClientCredentialsResponse(
      server,
      client,
      await oauth.clientCredentialsGrantRequest(
        server,
        client,
        oauth.ClientSecretBasic(secret),
        { scope: 'monitoring' },
        { [oauth.allowInsecureRequests]: true },
      ),
    )
  expect((await ask(machine.clientSecret)).scope).toBe('monitoring')
  await expect(ask('wrong')).rejects.toMatchObject({ error: 'invalid_client', status: 400 })
})

test.skipIf(python === undefined).each<[Platform]>([['web'], ['native']])(
  'Authlib, a %s application',
  async (platform) => {
    const { url, controlToken } = tenant.sandbox
    const { clientId, clientSecret, redirectUris } = applicationOf(platform)
    const program = fileURLToPath(new URL('../../testing/authlib-client.py', import.meta.url))
    const redirectUri = platform === 'native' ? 'http://127.0.0.1:51005/callback' : redirectUris[0]
    const { stdout } = await promisify(execFile)(python ?? '', [program], {
      env: {
        PATH: process.env.PATH ?? '',
        AUTHLIB_INSECURE_TRANSPORT: '1',
        SANDBOX: JSON.stringify({ url, controlToken, clientId, clientSecret: clientSecret ?? null, redirectUri }),
      },
      timeout: 30_000,
    })
    expect(JSON.parse(stdout)).toEqual({
      scope: 'monitoring management offline_access',
      rotated: true,
      scriptStatus: 204,
      reused: 'invalid_grant',
    })
  },
)
