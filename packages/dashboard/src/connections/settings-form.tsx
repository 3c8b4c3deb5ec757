/** The credentials of one tenant: what to create in NinjaOne, with the exact values, and what NinjaOne gives back. */
import { type FormEvent, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Command } from '../ui/copy-button.tsx'
import { Problem } from '../ui/feedback.tsx'
import { AddressCheck } from './address-check.tsx'
import {
  type Address,
  type ConnectionDetail,
  type ConnectionForm,
  type ConnectionsAnswer,
  type Scope,
  useChange,
} from './data.ts'
import { Choice, Field, SecretField } from './field.tsx'
import { addressOf, type FormState, startForm, toRequest } from './form-state.ts'

const regionWords: Record<string, string> = {
  us: 'US',
  us2: 'US 2',
  eu: 'EU',
  oc: 'Oceania',
  ca: 'Canada',
  fed: 'US Federal',
}

/** What stops working without it. */
const scopeLosses: Record<Scope, string> = {
  monitoring: 'Without it nothing can be read: no devices, no alerts, no organizations.',
  management: 'Without it nothing can be changed: no restarts, no scripts, no maintenance, no tickets.',
  control: 'Without it remote sessions cannot be opened.',
}

interface SettingsFormProps {
  answer: ConnectionsAnswer
  connection?: ConnectionDetail
  save: (name: string, form: ConnectionForm) => Promise<ConnectionDetail>
  onSaved: (connection: ConnectionDetail) => void
  onCancel: () => void
}

export function SettingsForm({ answer, connection, save, onSaved, onCancel }: SettingsFormProps) {
  const isNew = connection === undefined
  const [form, setForm] = useState<FormState>(() => startForm(connection, answer.scopes))
  const saving = useChange(() => save(form.name.trim(), toRequest(form, isNew)))
  const address = addressOf(form)
  const set = (part: Partial<FormState>) => setForm((before) => ({ ...before, ...part }))

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!saving.isPending) saving.mutate(undefined, { onSuccess: onSaved })
  }

  return (
    <form className="grid gap-6 p-4" onSubmit={submit}>
      <div className="grid gap-4 sm:grid-cols-2">
        {isNew && (
          <Field
            label="Name"
            required
            maxLength={32}
            pattern="[a-z0-9][a-z0-9\-]*"
            title="small letters, digits and -"
            placeholder="acme"
            help="Small letters, digits and “-”. Agents, rules and the audit name the tenant so."
            value={form.name}
            onChange={(name) => set({ name })}
          />
        )}
        <Choice
          label="Region"
          value={form.region}
          options={[
            ...Object.entries(answer.regions).map(
              ([key, url]) => [key, `${regionWords[key] ?? key} – ${new URL(url).host}`] as const,
            ),
            ['other', 'Another address'],
          ]}
          help="The host you sign in to NinjaOne at."
          onChange={(region) => set({ region })}
        />
        {form.region === 'other' && (
          <Field
            label="Address"
            required
            type="url"
            placeholder="https://acme.rmmservice.com"
            help="The host alone, without a path."
            value={form.baseUrl}
            onChange={(baseUrl) => set({ baseUrl })}
          />
        )}
        <AddressCheck key={JSON.stringify(address)} address={address} host={hostOf(address, answer.regions)} />
      </div>
      <Section
        title="User application"
        isOn={form.hasUser}
        help="Acts as a person. Running scripts and writing tickets need it."
        onToggle={(hasUser) => set({ hasUser })}
      >
        <UserSteps redirectUri={answer.redirectUri} platform={form.platform} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            label="Application platform"
            value={form.platform}
            options={[
              ['web', 'Web (has a client secret)'],
              ['native', 'Native (no client secret)'],
            ]}
            help="As it is in NinjaOne."
            onChange={(platform) => set({ platform: platform as FormState['platform'] })}
          />
          <Field
            label="Client ID"
            required
            value={form.userId}
            onChange={(userId) => set({ userId })}
            help="NinjaOne shows it beside the application."
          />
          {form.platform === 'web' && (
            <SecretField
              label="Client secret"
              isStored={connection?.user?.platform === 'web'}
              required={connection?.user?.platform !== 'web'}
              value={form.userSecret}
              onChange={(userSecret) => set({ userSecret })}
            />
          )}
        </div>
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium text-sm">Scopes</legend>
          {answer.scopes.map((scope) => (
            <label key={scope} className="flex items-start gap-2.5 text-sm">
              <input
                type="checkbox"
                className="mt-0.5 size-4 shrink-0 accent-accent-strong"
                checked={form.scopes.includes(scope)}
                onChange={(event) =>
                  set({
                    scopes: answer.scopes.filter((one) =>
                      one === scope ? event.target.checked : form.scopes.includes(one),
                    ),
                  })
                }
              />
              <span>
                <code className="font-mono">{scope}</code>
                <span className="block text-faint text-xs">{scopeLosses[scope]}</span>
              </span>
            </label>
          ))}
          <p className="text-faint text-xs">
            <code className="font-mono">offline_access</code> is always asked for: without it somebody would have to
            authorize every hour.
          </p>
        </fieldset>
      </Section>

      <Section
        title="Machine application"
        isOn={form.hasMachine}
        help="Acts as itself. With it, reads and changes that need no person do not run in anybody's name; without it, all of them run as the person who authorizes."
        onToggle={(hasMachine) => set({ hasMachine })}
      >
        <p className="text-soft text-sm">
          In NinjaOne: Administration → Apps → API → Add, platform <strong>API Services (machine-to-machine)</strong>,
          scopes monitoring, management and control.
        </p>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Machine client ID"
            required
            value={form.machineId}
            onChange={(machineId) => set({ machineId })}
          />
          <SecretField
            label="Machine client secret"
            isStored={connection?.machine != null}
            required={connection?.machine == null}
            value={form.machineSecret}
            onChange={(machineSecret) => set({ machineSecret })}
          />
        </div>
      </Section>

      {saving.isError && <Problem title="It was not saved" error={saving.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" type="submit" disabled={saving.isPending}>
          {saving.isPending ? 'Saving…' : 'Save'}
        </Button>
      </div>
    </form>
  )
}

/** Undefined while it is no address yet. */
function hostOf({ region, baseUrl = '' }: Address, regions: Record<string, string>): string | undefined {
  const url = region === undefined ? baseUrl : regions[region]
  return url !== undefined && URL.canParse(url) ? new URL(url).host : undefined
}

interface SectionProps {
  title: string
  isOn: boolean
  help: string
  onToggle: (isOn: boolean) => void
  children: React.ReactNode
}

function Section({ title, isOn, help, onToggle, children }: SectionProps) {
  return (
    <section className="grid gap-4 border-line border-t pt-4">
      <label className="flex items-start gap-2.5">
        <input
          type="checkbox"
          className="mt-1 size-4 shrink-0 accent-accent-strong"
          checked={isOn}
          onChange={(event) => onToggle(event.target.checked)}
        />
        <span>
          <span className="font-semibold">{title}</span>
          <span className="block text-faint text-xs">{help}</span>
        </span>
      </label>
      {isOn && <div className="grid gap-4">{children}</div>}
    </section>
  )
}

function UserSteps({ redirectUri, platform }: { redirectUri: string; platform: FormState['platform'] }) {
  return (
    <ol className="grid list-decimal gap-1.5 pl-5 text-soft text-sm">
      <li>Sign in to NinjaOne as a system administrator and open Administration → Apps → API → Add.</li>
      <li>
        Application platform: <strong>{platform === 'web' ? 'Web' : 'Native'}</strong>. Grant types: Authorization Code
        and <strong>Refresh Token</strong>. Scopes: monitoring, management, control.
      </li>
      <li>
        Redirect URI, copied to the letter, <strong>without a slash at the end</strong>:
        <div className="mt-1.5">
          <Command text={redirectUri} />
        </div>
      </li>
      <li>
        {platform === 'web'
          ? 'Save it there, and copy client ID and client secret: the secret is shown once.'
          : 'Save it there, and copy the client ID.'}
      </li>
    </ol>
  )
}
