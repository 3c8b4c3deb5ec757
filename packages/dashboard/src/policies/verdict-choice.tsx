import { useId } from 'react'
import { type Verdict, verdicts, verdictWords } from './contract.ts'

interface VerdictChoiceProps {
  subject: string
  value: Verdict
  choices: Verdict[]
  isReadOnly: boolean
  onChoose: (verdict: Verdict) => void
}

const looks: Record<Verdict, string> = {
  allow: 'has-checked:bg-good-wash has-checked:text-good',
  ask: 'has-checked:bg-warn-wash has-checked:text-warn',
  deny: 'has-checked:bg-bad-wash has-checked:text-bad',
}

/** Real radio buttons: arrows move, and moving alone changes nothing until a reason is given. */
export function VerdictChoice({ subject, value, choices, isReadOnly, onChoose }: VerdictChoiceProps) {
  const name = useId()
  return (
    <fieldset className="inline-flex w-fit overflow-hidden rounded-md border border-edge/60">
      <legend className="sr-only">Policy for {subject}</legend>
      {verdicts.map((verdict) => (
        <label
          key={verdict}
          className={`relative flex min-h-8 cursor-pointer items-center border-edge/40 px-2.5 font-medium text-soft text-xs not-first-of-type:border-l has-checked:font-semibold has-checked:underline has-checked:underline-offset-4 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2 has-disabled:cursor-not-allowed ${looks[verdict]}`}
        >
          <input
            type="radio"
            className="absolute inset-0 cursor-[inherit] appearance-none opacity-0"
            name={name}
            checked={value === verdict}
            disabled={isReadOnly || !choices.includes(verdict)}
            onChange={() => onChoose(verdict)}
          />
          <span className={choices.includes(verdict) ? '' : 'text-faint line-through'}>{verdictWords[verdict]}</span>
        </label>
      ))}
    </fieldset>
  )
}
