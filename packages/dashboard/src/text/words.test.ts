import { describe, expect, it } from 'vitest'
import { isServer, writeActorKind, writeConstant, writeDoor, writeNodeClass, writeOnline } from './words.ts'

describe('words', () => {
  it('writes device classes for people', () => {
    expect(writeNodeClass('WINDOWS_SERVER')).toBe('Windows server')
    expect(writeNodeClass('VMWARE_VM_HOST')).toBe('VMware VM host')
    expect(writeNodeClass('NMS_SWITCH')).toBe('NMS switch')
    expect(writeNodeClass(null)).toBe('Unknown class')
  })

  it('says server, not server, or unknown', () => {
    expect(isServer('LINUX_SERVER')).toBe(true)
    expect(isServer('HYPERV_VMM_HOST')).toBe(true)
    expect(isServer('WINDOWS_WORKSTATION')).toBe(false)
    expect(isServer(null)).toBeNull()
  })

  it('never turns an unknown online state into online', () => {
    expect(writeOnline(null)).toBe('Unknown')
    expect(writeOnline(undefined)).toBe('Unknown')
    expect(writeOnline(false)).toBe('Online')
  })

  it('shows a new word as it came', () => {
    expect(writeDoor('pigeon')).toBe('pigeon')
    expect(writeDoor(null)).toBe('–')
    expect(writeConstant('AUTO_START_DELAYED')).toBe('Auto start delayed')
  })

  it('names the kind of an actor', () => {
    expect(writeActorKind({ kind: 'agent', id: 'a', name: 'claude' })).toBe('Agent')
  })
})
