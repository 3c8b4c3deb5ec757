/** Links to installers. Whoever has one can enrol devices into the organization. */
import type { Installer } from '../world/kinds/settings.ts'
import type { Scene } from './behaviour.ts'

export function makeInstaller(
  wanted: Pick<Installer, 'organizationId' | 'locationId' | 'type'>,
  { world, nowMs }: Scene,
): Installer {
  const token = world.drawOfCommand(world.nextCommand()).uuid()
  return world.installers.insert({ ...wanted, token, createdMs: nowMs })
}

const endings: Readonly<Record<string, string>> = { MSI: 'msi', DMG: 'dmg', PKG: 'pkg', DEB: 'deb', RPM: 'rpm' }

/** The file is called `NinjaOneAgent_<token>.msi` (ninjaone-api §5, "generate installer"); it leads nowhere. */
export function installerUrl({ type, token }: Pick<Installer, 'type' | 'token'>): string {
  const ending = endings[type.split('_').at(-1) ?? ''] ?? 'bin'
  return `https://sandbox.example/agent/installer/NinjaOneAgent_${token}.${ending}`
}
