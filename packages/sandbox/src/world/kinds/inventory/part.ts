/** What a device consists of: one entity per device and kind, whose id is the device's, with all rows of that kind. */

import type { NodeClass } from '../../node-classes.ts'
import type { Origin } from '../../origin.ts'
import type { Draw } from '../../random.ts'
import { firstDeviceId, type Plant } from '../../skeleton.ts'
import type { Kind } from '../../store/kind.ts'
import { rangeSource } from '../../store/source.ts'

export interface Part<Row> {
  readonly id: number
  readonly rows: readonly Row[]
}

/** What a generator of parts is told about the device. */
export interface Machine {
  readonly id: number
  readonly nodeClass: NodeClass
  readonly plant: Plant | undefined
  /** What the name ends in: DC, SQL, LT … */
  readonly stem: string
  readonly organizationId: number
  readonly organizationCode: string
  readonly origin: Origin
  /** Draws of the machine itself; both enrolments of one machine share them. */
  readonly hardware: Draw
}

export function machineOf(origin: Origin, id: number): Machine {
  const { skeleton } = origin
  const index = id - firstDeviceId
  const organization = skeleton.organizationOf(index)
  const plant = skeleton.plantOf(index)
  return {
    id,
    nodeClass: skeleton.classOf(index),
    plant,
    stem: skeleton.stemOf(index),
    organizationId: organization.id,
    organizationCode: organization.code,
    origin,
    hardware: origin.draw('hardware', plant === 'second-enrolment' ? id - 1 : id),
  }
}

/** A kind of part; `name` also names its draws. */
export const partKind = <Row>(
  origin: Origin,
  name: string,
  drawRows: (machine: Machine, draw: Draw) => readonly Row[],
): Kind<Part<Row>> => ({
  name,
  source: rangeSource(firstDeviceId, origin.size.devices, (id) => ({
    id,
    rows: drawRows(machineOf(origin, id), origin.draw(name, id)),
  })),
})
