/** Form fields of the connection pages: label above, help below, both tied to the control. */
import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  label: string
  help?: ReactNode
  value: string
  onChange: (value: string) => void
}

const box = 'min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-base aria-invalid:border-bad'

export function Field({ label, help, value, onChange, className = '', ...rest }: FieldProps) {
  const id = useId()
  return (
    <div className={`grid content-start gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        className={box}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        {...rest}
      />
      {help !== undefined && (
        <p id={`${id}-help`} className="text-faint text-xs">
          {help}
        </p>
      )}
    </div>
  )
}

/** Write-only: what is stored is never sent to a browser, so an empty field means that it stays as it is. */
export function SecretField({ isStored, ...rest }: Omit<FieldProps, 'help' | 'type'> & { isStored: boolean }) {
  const help = isStored
    ? 'A secret is stored. Leave this empty to keep it; nobody can read it back.'
    : 'NinjaOne shows it once. It is stored sealed, and nobody can read it back.'
  return <Field type="password" autoComplete="new-password" help={help} {...rest} />
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  help?: ReactNode
  onChange: (value: string) => void
}

export function Choice({ label, value, options, help, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="grid content-start gap-1">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <select
        id={id}
        className={box}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
      >
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      {help !== undefined && (
        <p id={`${id}-help`} className="text-faint text-xs">
          {help}
        </p>
      )}
    </div>
  )
}
