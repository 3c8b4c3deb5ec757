import { useEffect, useEffectEvent, useRef } from 'react'
import { VisibleText } from '../ui/untrusted.tsx'

interface CodeLinesProps {
  id: string
  /** What is listed, for people who do not see it. */
  label: string
  lines: string[]
  /** A long text gets its own scrolling box, and its end has to come into view. */
  isLong: boolean
  onEnd: () => void
}

/** Scrolled this close to the last line, the end has been seen. */
const endTolerancePx = 8

export function CodeLines({ id, label, lines, isLong, onEnd }: CodeLinesProps) {
  const box = useRef<HTMLElement>(null)
  const reportEnd = useEffectEvent(onEnd)

  useEffect(() => {
    const element = box.current
    if (!isLong || element === null) return
    function check() {
      if (element === null) return
      if (element.scrollTop + element.clientHeight >= element.scrollHeight - endTolerancePx) reportEnd()
    }
    check()
    element.addEventListener('scroll', check, { passive: true })
    return () => element.removeEventListener('scroll', check)
  }, [isLong])

  const digits = String(lines.length).length
  return (
    <section
      ref={box}
      id={id}
      aria-label={label}
      tabIndex={isLong ? 0 : undefined}
      className={`py-2 font-mono text-sm -outline-offset-2 ${isLong ? 'max-h-[min(60dvh,34rem)] overflow-y-auto overscroll-contain' : ''}`}
    >
      <ol>
        {lines.map((line, position) => {
          const number = position + 1
          return (
            <li key={number} className="flex hover:bg-sunken/70">
              <span
                aria-hidden="true"
                className="shrink-0 select-none px-4 text-right text-faint tabular-nums"
                style={{ width: `calc(${digits}ch + 2rem)` }}
              >
                {number}
              </span>
              <bdi className="min-w-0 grow whitespace-pre-wrap pr-4 [overflow-wrap:anywhere] [unicode-bidi:isolate]">
                {line === '' ? '\u00a0' : <VisibleText text={line} />}
              </bdi>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
