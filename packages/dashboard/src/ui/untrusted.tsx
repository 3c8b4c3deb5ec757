/**
 * Text that others wrote: agents, devices, people. Text nodes only, hidden characters made visible, and its
 * direction kept inside its own box, so that it can neither forge our words nor rearrange them.
 */
import { splitVisible } from '../text/visible-characters.ts'

export function VisibleText({ text }: { text: string }) {
  const parts = splitVisible(text)
  return parts.map((part, position) => {
    // The text never changes order, so the position is the identity.
    const key = position
    if (part.kind === 'plain') return <span key={key}>{part.text}</span>
    const isTab = part.codePoint === 0x09
    return (
      <mark
        key={key}
        data-kind={part.kind}
        title={part.name}
        className={
          isTab
            ? 'bg-transparent text-faint'
            : 'relative mx-px rounded-sm bg-bad-wash px-0.5 font-mono font-semibold text-[0.85em] text-bad outline outline-bad/40'
        }
      >
        {part.label}
        {!isTab && <span className="sr-only">{` (${part.name}) `}</span>}
      </mark>
    )
  })
}

export function Untrusted({ text, className = '' }: { text: string; className?: string }) {
  return (
    <bdi className={className}>
      <VisibleText text={text} />
    </bdi>
  )
}
