/** The applications that every sandbox starts with, one of each platform, and those it is told to add. */
import { type Application, type ApplicationInput, Applications } from './applications.ts'

export interface SeededApplications {
  readonly applications: Applications
  readonly machine: Application & { readonly secret: string }
  readonly user: Application & { readonly secret: string }
  readonly singlePage: Application
  readonly native: Application
}

interface Given {
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly apps: readonly ApplicationInput[]
}

export function seedApplications({ clientId, clientSecret, apps }: Given): SeededApplications {
  const applications = new Applications()
  const machine = applications.create({
    name: 'Sandbox machine',
    platform: 'api-services',
    ...(clientId !== undefined && { clientId }),
    ...(clientSecret !== undefined && { clientSecret }),
  })
  const user = applications.create({
    name: 'Sandbox web',
    platform: 'web',
    redirectUris: [
      'http://127.0.0.1:7400/connections/callback',
      // The gateway's, at its usual address.
      'http://127.0.0.1:7400/dashboard/integrations/ninjaone-callback',
    ],
  })
  const singlePage = applications.create({
    name: 'Sandbox single page',
    platform: 'single-page',
    redirectUris: ['http://127.0.0.1:7400/callback'],
  })
  const native = applications.create({
    name: 'Sandbox native',
    platform: 'native',
    redirectUris: ['http://127.0.0.1', 'http://127.0.0.1/callback', 'http://localhost/'],
  })
  for (const app of apps) applications.create(app)
  return { applications, machine: withSecret(machine), user: withSecret(user), singlePage, native }
}

function withSecret(application: Application): Application & { readonly secret: string } {
  const { secret } = application
  if (secret === undefined) throw new Error(`${application.name} is of a platform without a secret`)
  return Object.assign(application, { secret })
}
