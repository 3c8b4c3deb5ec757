/** The request as it will leave. Text nodes only, wrapped instead of cut, hidden characters made visible. */
import type { ExactRequest } from '../api/contract.ts'
import { findDecoded } from '../text/decoded.ts'
import { measureBody, mustBeReadToTheEnd, writeCount, writeSize } from '../text/measure.ts'
import { countSuspicious } from '../text/visible-characters.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { TriangleIcon } from '../ui/icons.tsx'
import { VisibleText } from '../ui/untrusted.tsx'
import { CodeLines } from './code-lines.tsx'
import { DecodedTexts, decodedId } from './decoded-texts.tsx'
import { ScriptBlock, scriptId } from './script-block.tsx'
import { useReading } from './use-reading.ts'

interface ExactRequestBlockProps {
  request: ExactRequest
  digest: string
  hiddenSecrets: number
  /** A script on its way through the tenant's runner; null for everything else. */
  script: string | null
  /** Told which long text was not yet on screen to its last line, by the id of its element. */
  onReading: (unread: string | undefined) => void
}

const bodyId = 'request-body'

export function ExactRequestBlock({ request, digest, hiddenSecrets, script, onReading }: ExactRequestBlockProps) {
  const url = request.baseUrl.replace(/\/$/, '') + request.path
  const query = Object.entries(request.query)
  const body = request.body === undefined ? undefined : measureBody(request.body)
  const decoded = findDecoded(request.body)
  const isLong = body !== undefined && mustBeReadToTheEnd(body.shown)
  const everything = [
    url,
    ...query.flat(),
    body?.shown.replaceAll('\n', '') ?? '',
    ...decoded.map(({ text }) => text.replaceAll('\n', '')),
  ].join('')
  const suspicious = countSuspicious(everything)

  const read = useReading(
    [
      ...(script !== null && mustBeReadToTheEnd(script) ? [scriptId] : []),
      ...(isLong ? [bodyId] : []),
      // The wrapper is ours and has the same script in it: once is enough.
      ...(script === null ? decoded.filter(({ text }) => mustBeReadToTheEnd(text)).map(decodedId) : []),
    ],
    onReading,
  )

  return (
    <>
      {script !== null && <ScriptBlock script={script} onEnd={() => read(scriptId)} />}
      <section aria-labelledby="exact-request" className="card min-w-0 overflow-hidden">
        <header className="flex flex-wrap items-center justify-between gap-2 border-line border-b px-4 py-2">
          <h2 id="exact-request" className="font-semibold text-sm">
            Exact request
          </h2>
          <span className="-mr-2 flex items-center gap-1 text-faint text-xs">
            Digest <code className="font-mono">{shortenDigest(digest)}</code>
            <CopyButton text={digest} label="Copy the full digest" />
          </span>
        </header>
        {suspicious > 0 && (
          <p className="flex gap-2 border-bad/40 border-b bg-bad-wash px-4 py-2.5 text-bad text-sm">
            <TriangleIcon className="mt-0.5 shrink-0" />
            {writeCount(suspicious, 'character')} here would be hidden, reorder the text or imitate other letters. They
            are marked below with their Unicode numbers.
          </p>
        )}
        <p className="flex gap-2.5 px-4 py-3 font-mono text-sm">
          <span className="h-fit shrink-0 rounded bg-accent-wash px-1.5 font-semibold text-accent">
            {request.method}
          </span>
          <bdi className="min-w-0">
            <VisibleText text={url} />
          </bdi>
        </p>
        {query.length > 0 && (
          <div className="border-line border-t px-4 py-3">
            <h3 className="eyebrow">Query</h3>
            <dl className="mt-1 grid gap-1 font-mono text-sm">
              {query.map(([name, value]) => (
                <div key={name} className="flex flex-wrap gap-x-2">
                  <dt className="text-faint">
                    <VisibleText text={name} /> =
                  </dt>
                  <dd className="min-w-0">
                    <bdi>
                      <VisibleText text={value} />
                    </bdi>
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        )}
        {body === undefined ? (
          <p className="border-line border-t px-4 py-3 text-faint text-sm">No body is sent.</p>
        ) : (
          <>
            <p className="flex items-center justify-between border-line border-t py-0.5 pr-2 pl-4 text-faint text-xs tabular-nums">
              <span>
                Body · {writeCount(body.lines.length, 'line')} · {writeSize(body.bytes)}
                {typeof request.body !== 'string' && ', shown indented'}
              </span>
              <CopyButton text={body.shown} label="Copy the body" />
            </p>
            <CodeLines
              id={bodyId}
              label="Body of the request"
              lines={body.lines}
              isLong={isLong}
              onEnd={() => read(bodyId)}
            />
            <DecodedTexts texts={decoded} onEnd={read} />
          </>
        )}
        <p className="border-line border-t bg-sunken/60 px-4 py-2 text-faint text-xs">
          {hiddenSecrets > 0 &&
            `${writeCount(hiddenSecrets, 'secret value')} hidden here; the real value is sent and is inside the digest. `}
          Authentication is added when it is sent. Approving is bound to this digest: if anything changes, nothing runs.
        </p>
      </section>
    </>
  )
}

function shortenDigest(digest: string): string {
  const plain = digest.replace(/^sha-?256[:-]/i, '')
  return plain.length > 14 ? `${plain.slice(0, 12)}…` : plain
}
