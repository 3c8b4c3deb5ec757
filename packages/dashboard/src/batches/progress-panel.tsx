import { useEffect, useState } from 'react'
import { writeCount } from '../text/measure.ts'
import type { Batch } from './contract.ts'
import { addSample, countEnded, paceOf, type Sample, writeDuration } from './progress.ts'

interface ProgressPanelProps {
  batch: Batch
  /** When the gateway's last answer came, in milliseconds. */
  seenAt: number
}

export function ProgressPanel({ batch, seenAt }: ProgressPanelProps) {
  const [samples, setSamples] = useState<Sample[]>([])
  const ended = countEnded(batch.counts)
  const isRunning = batch.state === 'running'
  useEffect(() => {
    // A pause says nothing about the pace, so it begins anew afterwards.
    setSamples((before) => (isRunning ? addSample(before, { at: seenAt, ended }) : []))
  }, [seenAt, ended, isRunning])
  const { rate, leftMs } = paceOf(samples, batch.rows)
  const words = `${ended.toLocaleString('en-US')} of ${writeCount(batch.rows, 'row')}`
  const share = batch.rows === 0 ? 100 : Math.floor((ended / batch.rows) * 100)
  return (
    <section aria-label="Progress" className="card grid gap-2 p-4 text-sm">
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1 tabular-nums">
        <span className="font-semibold text-lg">{words}</span>
        <span className="text-soft">{share} %</span>
        {isRunning && rate !== null && <span className="text-soft">{rate.toFixed(1)} rows in a second</span>}
        {isRunning && leftMs !== null && ended < batch.rows && (
          <span className="text-soft">{writeDuration(leftMs)} left</span>
        )}
      </p>
      <progress
        aria-label="Rows that have ended"
        max={Math.max(1, batch.rows)}
        value={ended}
        aria-valuetext={words}
        className="h-2 w-full overflow-hidden rounded-full bg-sunken accent-accent-strong [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
    </section>
  )
}
