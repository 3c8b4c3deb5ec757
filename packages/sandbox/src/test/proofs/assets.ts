/** Tags, licenses, custom tabs, uploads, and what is attached to what. */
import { type Call, hasRow, isGone, type WriteProof, type WriteProofs } from './proof.ts'

const device = { entityType: 'NODE', entityId: 1001 }
const plan = { name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }

type Operation = Parameters<Call>[0]

const license = {
  name: 'Drawing suite',
  description: 'Yearly subscription',
  type: 'PER_DEVICE',
  purchaseDate: '2026-01-05T00:00:00Z',
  publisherId: 21,
  vendorId: 31,
  scope: { global: true },
  quantity: 25,
  currentUsage: 18,
  term: { renewalUnit: 'YEAR', value: 1, expirationDate: '2027-01-05T00:00:00Z' },
  notificationChannelInfo: { email: 'licenses@example.com' },
}
const createLicense = async (call: Call): Promise<number> => (await call('softwareLicenses.create', license)).id

const tag = (name: string) => async (call: Call) =>
  (await call('assetTags.create', { name, description: 'x' })).id as number

const relate = (call: Call) =>
  call('relatedItems.addRelation', { ...device, relEntityType: 'DOCUMENT', relEntityId: 11 })

/** Shown by the list of what is related to the device. */
const related = (input: WriteProof['input'], shows: WriteProof['shows']): WriteProof => ({
  input,
  read: 'relatedItems.listForEntity',
  of: () => device,
  shows,
})

const rack = { name: 'Rack', entityType: 'NODE_ROLE', entityId: 2 }
const createTab = async (call: Call, more: object = {}): Promise<number> =>
  (await call('tabs.create', { ...rack, ...more })).id

/** The order of tabs of one kind, by the list that is shown in it; every tab of the list has to be named. */
const order = (entityType: string, fixed: object, read: Operation): WriteProof => ({
  input: async (call) => {
    const place = { entityType, ...(entityType !== 'NODE_ROLE' && { entityId: undefined }) }
    await createTab(call, place)
    const last = await createTab(call, { ...place, name: 'Rack and power' })
    const { labels } = await call(read, fixed)
    const own = labels.filter((one: object) => !('roleId' in fixed) || 'nodeRoleId' in one)
    const others = own.map(({ id }: { id: number }) => id).filter((id: number) => id !== last)
    return { ...fixed, tabs: [last, ...others].map((tabId, index) => ({ tabId, position: index + 1 })) }
  },
  read,
  of: () => fixed,
  shows: ({ labels }, { tabs }) => hasRow(labels, { id: tabs[0].tabId, position: 1 }),
})

export const assetProofs: WriteProofs = {
  'assetTags.create': {
    input: () => ({ name: 'Showroom', description: 'On show' }),
    read: 'assetTags.list',
    shows: ({ tags }) => hasRow(tags, { name: 'Showroom', description: 'On show' }),
  },
  'assetTags.delete': {
    input: async (call) => ({ tagId: await tag('Showroom')(call) }),
    read: 'assetTags.list',
    shows: ({ tags }, { tagId }) => !hasRow(tags, { id: tagId }),
  },
  'assetTags.deleteMany': {
    input: async (call) => ({ tagIds: [await tag('Showroom')(call)] }),
    read: 'assetTags.list',
    shows: ({ tags }, { tagIds }) => !hasRow(tags, { id: tagIds[0] }),
  },
  'assetTags.merge': {
    input: async (call) => {
      const [one, other] = [await tag('Showroom')(call), await tag('Exhibition')(call)]
      return { tagIds: [one, other], mergeMethod: 'MERGE_INTO_EXISTING_TAG', mergeIntoTagId: other }
    },
    read: 'assetTags.list',
    shows: ({ tags }, { tagIds }) => !hasRow(tags, { id: tagIds[0] }) && hasRow(tags, { id: tagIds[1] }),
  },
  'assetTags.setForAsset': {
    input: async (call) => ({ assetType: 'device', assetId: 1001, tagIds: [await tag('Showroom')(call)] }),
    read: 'assetTags.list',
    shows: ({ tags }) => hasRow(tags, { name: 'Showroom', targetsCount: 1 }),
  },
  'assetTags.update': {
    input: async (call) => ({ tagId: await tag('Showroom')(call), name: 'Exhibition' }),
    read: 'assetTags.list',
    shows: ({ tags }, { tagId }) => hasRow(tags, { id: tagId, name: 'Exhibition' }),
  },
  'assetTags.updateForAssets': {
    input: async (call) => ({ assetType: 'device', assetIds: [1001], tagIdsToAdd: [await tag('Showroom')(call)] }),
    read: 'assetTags.list',
    shows: ({ tags }) => hasRow(tags, { name: 'Showroom', targetsCount: 1 }),
  },
  'attachments.uploadTemporary': {
    input: () => ({ entityType: 'DOCUMENT', files: [plan] }),
    read: 'knowledgeBaseArticles.getSignedUrls',
    // What was uploaded shows once something refers to its content id.
    of: async (_input, answer, call) => {
      if (!answer) return undefined
      const html = `<img src="cid:${answer[0].contentId}">`
      const articles = [{ name: 'Plan', organizationId: 1, content: { html } }]
      return { articleId: (await call('knowledgeBaseArticles.create', { articles }))[0].id }
    },
    shows: (links) => links !== undefined && JSON.stringify(links).includes('plan.pdf'),
  },
  'relatedItems.addAttachment': related(
    () => ({ ...device, file: plan }),
    (items) => JSON.stringify(items).includes('plan.pdf'),
  ),
  'relatedItems.addRelation': related(
    () => ({ ...device, relEntityType: 'DOCUMENT', relEntityId: 11 }),
    (items) => hasRow(items, { relEntityType: 'DOCUMENT', relEntityId: 11 }),
  ),
  'relatedItems.addRelations': related(
    () => ({ ...device, relations: [{ relEntityType: 'DOCUMENT', relEntityId: 11 }] }),
    (items) => hasRow(items, { relEntityType: 'DOCUMENT', relEntityId: 11 }),
  ),
  'relatedItems.addSecureValue': related(
    () => ({ ...device, name: 'Switch console', password: 'change-me' }),
    (items) => JSON.stringify(items).includes('Switch console') && !JSON.stringify(items).includes('change-me'),
  ),
  'relatedItems.delete': related(
    async (call) => ({ relatedItemId: (await relate(call)).id }),
    (items, { relatedItemId }) => !hasRow(items, { id: relatedItemId }),
  ),
  'relatedItems.deleteAll': related(
    async (call) => {
      await relate(call)
      return device
    },
    (items) => items.length === 0,
  ),
  'softwareLicenses.create': {
    input: () => license,
    read: 'softwareLicenses.get',
    of: (_input, answer) => answer && { licenseId: answer.id },
    shows: (found) => found?.name === license.name,
  },
  'softwareLicenses.delete': {
    input: async (call) => ({ licenseId: await createLicense(call) }),
    read: 'softwareLicenses.get',
    of: (input) => input,
    shows: isGone,
  },
  'softwareLicenses.update': {
    input: async (call) => ({ ...license, licenseId: await createLicense(call), quantity: 30 }),
    read: 'softwareLicenses.get',
    of: ({ licenseId }) => ({ licenseId }),
    shows: ({ quantity }) => quantity === 30,
  },
  'softwareLicenses.upsert': {
    input: () => ({
      name: 'Suite',
      type: 'PER_DEVICE',
      publisherName: 'Example Software',
      vendorName: 'Example Store',
      scope: { global: true },
      quantity: 5,
    }),
    read: 'softwareLicenses.get',
    of: (_input, answer) => answer && { licenseId: answer.id },
    shows: (found) => found?.name === 'Suite' && found.quantity === 5,
  },
  'tabs.create': {
    input: () => rack,
    read: 'tabs.listForRole',
    of: () => ({ roleId: 2 }),
    shows: ({ labels }) => hasRow(labels, { name: 'Rack' }),
  },
  'tabs.delete': {
    input: async (call) => ({ tabId: await createTab(call) }),
    read: 'tabs.get',
    of: (input) => input,
    shows: isGone,
  },
  'tabs.rename': {
    input: async (call) => ({ tabId: await createTab(call), name: 'Rack and power' }),
    read: 'tabs.get',
    of: ({ tabId }) => ({ tabId }),
    shows: ({ name }) => name === 'Rack and power',
  },
  'tabs.setEndUserOrder': order('END_USER', {}, 'tabs.listForEndUsers'),
  'tabs.setOrganizationOrder': order('ORGANIZATION', {}, 'tabs.listForOrganizations'),
  'tabs.setRoleOrder': order('NODE_ROLE', { roleId: 2 }, 'tabs.listForRole'),
  'tabs.setRoleVisibility': {
    input: async (call) => ({ roleId: 2, tabs: [{ tabId: await createTab(call), hidden: true }] }),
    read: 'tabs.listForRole',
    of: () => ({ roleId: 2 }),
    shows: ({ labels }, { tabs, roleId }) =>
      labels.some(
        (one: { id: number; hiddenForRoles?: number[] }) =>
          one.id === tabs[0].tabId && one.hiddenForRoles?.includes(roleId),
      ),
  },
  'tabs.update': {
    input: async (call) => ({
      tabId: await createTab(call),
      items: [{ itemType: 'UI_ELEMENT', uiElementType: 'TITLE', uiElementValue: 'Where it stands' }],
    }),
    read: 'tabs.get',
    of: ({ tabId }) => ({ tabId }),
    shows: ({ items }) => hasRow(items, { uiElementValue: 'Where it stands' }),
  },
}
