import { catalogue } from '@kunai/api/catalogue'
import type { Operation } from '@kunai/api/operation'
import { describe, expect, it } from 'vitest'
import { phraseOf } from './phrase.ts'
import type { Target } from './types.ts'

const operation = (id: string) => catalogue.find((one) => one.id === id) as Operation
const device = (name: string): Target => ({ resource: 'device', id: 1, name })
const restart = operation('devices.controlWindowsService')

describe('a title in plain words', () => {
  it('has names for identifiers, and words for the vendor’s capitals', () => {
    const title = phraseOf(restart, { id: 1, serviceId: 'Spooler', action: 'RESTART' }, [device('CEDAR-PRINT01')])
    expect(title).toBe('Restart service Spooler on CEDAR-PRINT01')
  })

  it('leaves out what is absent', () => {
    expect(phraseOf(operation('devices.runScript'), { id: 1, type: 'ACTION', uid: 'abc' }, [device('PC')])).toBe(
      'Run action abc on PC',
    )
  })

  it('shows characters that hide or turn text, keeps to one line, and cuts what is long', () => {
    const title = phraseOf(restart, { id: 1, serviceId: `a\u202eb\u0007\n${'x'.repeat(200)}`, action: 'STOP' }, [
      device('P\u200bC'),
    ])
    expect(title).toMatch(/^Stop service a\ufffdb\ufffd\ufffdx+… on P\ufffdC$/)
    expect(title.length).toBeLessThan(150)
  })

  it('calls files and new things by their names, and others by their ids', () => {
    const file = { name: 'a\u202eb.csv', contentType: 'text/csv', base64: 'QQ==' }
    expect(phraseOf(operation('vulnerabilityScanGroups.upload'), { scanGroupId: 31, csv: file }, [])).toBe(
      'Upload a\ufffdb.csv to vulnerability scan group 31',
    )
    const checklists = [{ organizationId: 1, name: 'New server' }, { checklistId: 72 }]
    expect(phraseOf(operation('checklists.update'), { checklists }, [])).toBe('Change checklists New server, 72')
  })

  it.each(catalogue.map((one) => [one.id, one] as const))('%s: its example reads as one line', (_, one) => {
    const title = phraseOf(one, one.input.parse(one.examples[0].input), [])
    expect(title).toMatch(/^[A-Z]/)
    expect(title).not.toMatch(/[{}\n]|\[object/)
  })
})
