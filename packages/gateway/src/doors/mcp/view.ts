/**
 * What the address that a client connects to says of all it does there: how many tools it is shown, and which tenant it
 * acts on. `/mcp` alone is the usual list and the default connection.
 */
import { type Connection, type ToolProfile, toolProfiles } from '../../call/index.ts'

export interface View {
  readonly profile: ToolProfile
  /** Name of a connection; undefined is the default one, whichever it is at each call. */
  readonly connection: string | undefined
}

export const usualView: View = { profile: 'default', connection: undefined }

/** @returns what is wrong with the address, in words for whoever wrote it. */
export function readView(url: string, connections: readonly Connection[]): View | string {
  const { searchParams } = new URL(url)
  const profile = (searchParams.get('profile') ?? usualView.profile) as ToolProfile
  if (!toolProfiles.includes(profile)) return `There is no such profile: use ${toolProfiles.join(', ')}.`
  const connection = searchParams.get('connection') ?? undefined
  if (connection !== undefined && !connections.some(({ name }) => name === connection)) {
    return `There is no such connection: use ${connections.map(({ name }) => name).join(', ')}.`
  }
  return { profile, connection }
}

/** The connection of a call. One that was removed since is named all the same: the call fails, and goes nowhere else. */
export function connectionOf(view: View, connections: readonly Connection[]): string {
  // Without a default, a call fails with the corridor's sentence about connections.
  return view.connection ?? connections.find(({ isDefault }) => isDefault)?.name ?? ''
}
