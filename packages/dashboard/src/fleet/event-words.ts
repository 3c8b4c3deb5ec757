/** Friendly words for what can happen in a fleet. */
import type { FleetEventName } from '../api/contract.ts'
import type { Tone } from '../ui/badges.tsx'

export const eventWords: Record<FleetEventName, { choice: string; label: string; tone: Tone }> = {
  ALERT_TRIGGERED: { choice: 'An alert is raised', label: 'Alert', tone: 'bad' },
  ALERT_CLEARED: { choice: 'An alert is cleared', label: 'Alert cleared', tone: 'good' },
  DEVICE_OFFLINE: { choice: 'A device goes offline', label: 'Went offline', tone: 'warn' },
  DEVICE_ONLINE: { choice: 'A device comes back', label: 'Came back', tone: 'info' },
}
