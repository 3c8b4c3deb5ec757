/** A bash script as it was written; the wrapper that carries it stands decoded in the request below. */
import { countBytes, mustBeReadToTheEnd, splitLines, writeCount, writeSize } from '../text/measure.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Panel } from '../ui/panel.tsx'
import { CodeLines } from './code-lines.tsx'

export const scriptId = 'script'

export function ScriptBlock({ script, onEnd }: { script: string; onEnd: () => void }) {
  const lines = splitLines(script)
  return (
    <Panel
      title="Script that would run, as root"
      aside={
        <span className="-mr-2 flex items-center gap-1 text-faint text-xs tabular-nums">
          {writeCount(lines.length, 'line')} · {writeSize(countBytes(script))}
          <CopyButton text={script} label="Copy the script" />
        </span>
      }
    >
      <CodeLines
        id={scriptId}
        label="Script that would run"
        lines={lines}
        isLong={mustBeReadToTheEnd(script)}
        onEnd={onEnd}
      />
    </Panel>
  )
}
