import { useEffect, useState } from 'react'
import { Button } from './button.tsx'
import { CheckIcon, CopyIcon } from './icons.tsx'

const confirmationMs = 1_800

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [answer, setAnswer] = useState<'idle' | 'copied' | 'failed'>('idle')

  useEffect(() => {
    if (answer === 'idle') return
    const timer = setTimeout(() => setAnswer('idle'), confirmationMs)
    return () => clearTimeout(timer)
  }, [answer])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setAnswer('copied')
    } catch {
      // Browsers refuse the clipboard outside of https and localhost.
      setAnswer('failed')
    }
  }

  return (
    <Button look="quiet" size="small" className="px-1.5!" onClick={copy} aria-label={label} title={label}>
      {answer === 'copied' ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite" className="empty:hidden">
        {{ idle: '', copied: 'Copied', failed: 'Copy by hand' }[answer]}
      </span>
    </Button>
  )
}

/** A command that can be run as it stands. */
export function Command({ text }: { text: string }) {
  return (
    <div className="flex max-w-full items-center gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3 text-left">
      <code className="min-w-0 grow font-mono text-ink text-xs">{text}</code>
      <CopyButton text={text} label={`Copy: ${text}`} />
    </div>
  )
}
