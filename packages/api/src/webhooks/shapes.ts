/** What a delivery looks like. Loose, as every answer of the vendor's: unknown fields pass. */
import { z } from 'zod'
import { openEnum, Timestamp } from '../fields/index.ts'
import { Activity, DeviceRow } from '../fields/shapes.ts'
import { webhookEvents } from './events.ts'

/** The device that comes along; with `expand` its organization and location stand in `references`. */
const DeliveredDevice = DeviceRow.partial()

/** An activity as it is delivered: flat, as `activities.list` has it, with the device in it. */
export const DeliveredActivity = Activity.extend({
  // Hand-made senders leave it out; NinjaOne does not.
  id: Activity.shape.id.optional(),
  device: DeliveredDevice.optional(),
})
export type DeliveredActivity = z.output<typeof DeliveredActivity>

/** What senders that follow NinjaOne's older description send; NinjaOne itself does not (ninjaone-api §10). */
export const DeliveredEvent = z.looseObject({
  event: openEnum(webhookEvents).refine((event) => event !== ''),
  alert: z.looseObject({}).optional(),
  device: z.looseObject({}).optional(),
  timestamp: Timestamp.optional(),
})
export type DeliveredEvent = z.output<typeof DeliveredEvent>
