/** What a script in base64 really says, with line numbers; the bytes that are sent stand above. */
import type { DecodedText } from '../text/decoded.ts'
import { splitLines, writeCount } from '../text/measure.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { CodeLines } from './code-lines.tsx'

const nobodyWaits = () => undefined

export function DecodedTexts({ texts }: { texts: DecodedText[] }) {
  return texts.map(({ path, text }) => {
    const lines = splitLines(text)
    return (
      <div key={path} className="border-line border-t bg-sunken/40">
        <p className="flex items-center justify-between py-0.5 pr-2 pl-4 text-faint text-xs tabular-nums">
          <span>
            <strong className="font-semibold text-ink">Decoded</strong> from base64 in <code>{path}</code> ·{' '}
            {writeCount(lines.length, 'line')}
          </span>
          <CopyButton text={text} label="Copy the decoded text" />
        </p>
        <CodeLines label={`Decoded from ${path}`} lines={lines} isLong={false} onEnd={nobodyWaits} />
      </div>
    )
  })
}
