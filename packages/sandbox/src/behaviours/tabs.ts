/** Custom tabs: pages of custom fields on devices by role, on organizations and locations, and on end users. */
import type { CustomTab } from '../world/kinds/records.ts'
import { type Behaviours, RawJson, type Scene } from './behaviour.ts'
import { find, given } from './entities.ts'
import { hierarchyOf, type ItemInput, itemsOf, scopes, toItems, toLabel, toWireTab } from './tab-shapes.ts'

/** The spec says 200 for what has nothing to say here, unlike the 204 of other resources. */
const nothing = new RawJson(Buffer.alloc(0))

const findTab = (id: number, scene: Scene) => find(scene.world.customTabs, id, 'custom tab', scene)

const findRole = (id: number, scene: Scene) => find(scene.world.roles, id, 'node role', scene)

const extensionsOf = (tabId: number, { world }: Scene) =>
  world.customTabs.list({ test: ({ parentTabId }) => parentTabId === tabId })

const tabsOf = (scope: CustomTab['scope'], { world }: Scene) =>
  world.customTabs.list({ test: (tab) => tab.scope === scope && tab.parentTabId === undefined })

/** A tab where it is shown: another kind of page has no such tab. */
function findTabOf(scope: CustomTab['scope'], tabId: number, scene: Scene): CustomTab {
  const tab = findTab(tabId, scene)
  if (tab.scope === scope) return tab
  throw scene.refuse(404, 'custom_tab_not_found', `There is no custom tab ${tabId} of this kind`)
}

const withExtensions = (tab: CustomTab, extensions: readonly CustomTab[], scene: Scene) => ({
  tabs: [tab, ...extensions].map((one) => toWireTab(one, scene)),
})

const allOf = (scope: CustomTab['scope'], tabId: number, scene: Scene) =>
  withExtensions(findTabOf(scope, tabId, scene), extensionsOf(tabId, scene), scene)

/** Every tab of the place must be named, and none twice. */
function setOrder(places: readonly { tabId: number; position: number }[], tabs: readonly CustomTab[], scene: Scene) {
  const { world, refuse } = scene
  const ids = places.map(({ tabId }) => tabId)
  for (const id of ids) findTab(id, scene)
  const stranger = ids.find((id) => !tabs.some((tab) => tab.id === id))
  if (stranger !== undefined) throw refuse(400, 'invalid_custom_tab', `Tab ${stranger} cannot be ordered here`)
  if (new Set(ids).size !== ids.length || ids.length !== tabs.length) {
    throw refuse(400, 'all_tabs_must_be_specified', 'Every tab of this place must be named once')
  }
  return places.map(({ tabId, position }) => toLabel(world.customTabs.update(tabId, { position })))
}

function checkName(name: string, { id, scope, nodeRoleId }: Partial<CustomTab>, { world, refuse }: Scene): void {
  const taken = world.customTabs.find(
    (tab) =>
      tab.id !== id &&
      tab.parentTabId === undefined &&
      tab.scope === scope &&
      tab.nodeRoleId === nodeRoleId &&
      tab.name === name,
  )
  if (taken) throw refuse(400, 'custom_tab_name_already_exists', `There is a tab ${name} already`)
}

const lastPosition = (scope: CustomTab['scope'], scene: Scene) =>
  Math.max(0, ...tabsOf(scope, scene).map(({ position }) => position))

/** A role's own version of a tab: made by the first call, changed by those that follow. */
function extend(tab: CustomTab, nodeRoleId: number, change: Partial<CustomTab>, scene: Scene): void {
  const { world, refuse } = scene
  findRole(nodeRoleId, scene)
  if (tab.scope !== 'NODE') throw refuse(400, 'invalid_custom_tab', 'Only tabs of device roles have extensions')
  const known = extensionsOf(tab.id, scene).find((one) => one.nodeRoleId === nodeRoleId)
  if (known) {
    world.customTabs.update(known.id, change)
    return
  }
  const { name, scope, position } = tab
  world.customTabs.insert({
    name,
    scope,
    position,
    fieldNames: [],
    items: [],
    ...change,
    nodeRoleId,
    parentTabId: tab.id,
  })
}

interface NewTab {
  readonly name: string
  readonly description?: string | undefined
  readonly entityType?: keyof typeof scopes | undefined
  readonly entityId?: number | undefined
  readonly items?: readonly ItemInput[] | undefined
  readonly position?: number | undefined
}

function create({ name, description, entityType = 'SYSTEM', entityId, items = [], position }: NewTab, scene: Scene) {
  const { world, refuse } = scene
  const scope = scopes[entityType]
  if (scope !== 'NODE' && entityId !== undefined) {
    throw refuse(400, 'invalid_entity_id', 'Only tabs of device roles belong to one')
  }
  if (scope === 'NODE' && entityId === undefined) throw refuse(400, 'entity_id_is_required', 'Say which device role')
  if (entityId !== undefined && !world.roles.has(entityId)) {
    throw refuse(400, 'invalid_node_role', `There is no device role ${entityId}`)
  }
  checkName(name, { scope, ...given({ nodeRoleId: entityId }) }, scene)
  const tab = world.customTabs.insert({
    name,
    ...given({ description, nodeRoleId: entityId }),
    scope,
    position: position ?? lastPosition(scope, scene) + 1,
    fieldNames: [],
    items: toItems(items, [], scene),
  })
  return toWireTab(tab, scene)
}

export const tabs: Behaviours = {
  'tabs.create': (tab, scene) => create(tab, scene),

  /** Without its extensions (spec). */
  'tabs.get': ({ tabId }, scene) => toWireTab(findTab(tabId, scene), scene),

  'tabs.update': ({ tabId, roleId, items, position }, scene) => {
    const tab = findTab(tabId, scene)
    const own = roleId === undefined ? tab : extensionsOf(tabId, scene).find(({ nodeRoleId }) => nodeRoleId === roleId)
    const change = given({ items: items && toItems(items, own ? itemsOf(own) : [], scene), position })
    if (roleId === undefined) scene.world.customTabs.update(tabId, change)
    else extend(tab, roleId, change, scene)
    return nothing
  },

  'tabs.rename': ({ tabId, name, description }, scene) => {
    checkName(name, findTab(tabId, scene), scene)
    scene.world.customTabs.update(tabId, { name, ...given({ description }) })
    return nothing
  },

  'tabs.delete': ({ tabId }, scene) => {
    findTab(tabId, scene)
    for (const { id } of extensionsOf(tabId, scene)) scene.world.customTabs.delete(id)
    scene.world.customTabs.delete(tabId)
    return nothing
  },

  'tabs.getForOrganizations': ({ tabId }, scene) => allOf('ORGANIZATION', tabId, scene),
  'tabs.getForEndUsers': ({ tabId }, scene) => allOf('END_USER', tabId, scene),
  'tabs.getForRole': ({ tabId, roleId }, scene) => {
    const tab = findTabOf('NODE', tabId, scene)
    const line = hierarchyOf(findRole(roleId, scene), scene)
    const extensions = extensionsOf(tabId, scene).filter(({ nodeRoleId = 0 }) => line.includes(nodeRoleId))
    return withExtensions(tab, extensions, scene)
  },

  'tabs.listForOrganizations': (_input, scene) => ({ labels: tabsOf('ORGANIZATION', scene).map(toLabel) }),
  'tabs.listForEndUsers': (_input, scene) => ({ labels: tabsOf('END_USER', scene).map(toLabel) }),
  'tabs.listForRole': ({ roleId }, scene) => {
    const roleHierarchy = hierarchyOf(findRole(roleId, scene), scene)
    const shown = tabsOf('NODE', scene).filter(
      ({ nodeRoleId }) => nodeRoleId === undefined || roleHierarchy.includes(nodeRoleId),
    )
    return { labels: shown.map(toLabel), roleHierarchy }
  },

  'tabs.setOrganizationOrder': ({ tabs: places }, scene) => setOrder(places, tabsOf('ORGANIZATION', scene), scene),
  'tabs.setEndUserOrder': ({ tabs: places }, scene) => setOrder(places, tabsOf('END_USER', scene), scene),
  'tabs.setRoleOrder': ({ roleId, tabs: places }, scene) => {
    findRole(roleId, scene)
    return setOrder(
      places,
      tabsOf('NODE', scene).filter(({ nodeRoleId }) => nodeRoleId === roleId),
      scene,
    )
  },

  'tabs.setRoleVisibility': ({ roleId, tabs: wanted }, scene) => {
    findRole(roleId, scene)
    const found = wanted.map(({ tabId, hidden }) => ({ tab: findTabOf('NODE', tabId, scene), hidden }))
    return found.map(({ tab, hidden }) => {
      const others = (tab.hiddenForRoles ?? []).filter((id) => id !== roleId)
      return toLabel(scene.world.customTabs.update(tab.id, { hiddenForRoles: hidden ? [...others, roleId] : others }))
    })
  },
}
