/** What a script in base64 really says, with line numbers; the bytes that are sent stand above. */
import type { DecodedText } from '../text/decoded.ts'
import { mustBeReadToTheEnd, splitLines, writeCount } from '../text/measure.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { CodeLines } from './code-lines.tsx'

interface DecodedTextsProps {
  texts: DecodedText[]
  onEnd: (id: string) => void
}

export const decodedId = ({ path }: DecodedText) => `decoded-${path}`

export function DecodedTexts({ texts, onEnd }: DecodedTextsProps) {
  return texts.map((one) => {
    const { path, text } = one
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
        <CodeLines
          id={decodedId(one)}
          label={`Decoded from ${path}`}
          lines={lines}
          isLong={mustBeReadToTheEnd(text)}
          onEnd={() => onEnd(decodedId(one))}
        />
      </div>
    )
  })
}
