/** Calls of reads whose example names what only its own tenant has, or finds nothing in this one. */
import type { Advance, Call, ReadInputs } from './proof.ts'

const id = 1001
const device = { entityType: 'NODE', entityId: id }
const plan = { name: 'plan.pdf', contentType: 'application/pdf', base64: 'JVBERi0xLjcK' }
const network = { name: 'Network', fields: [{ fieldLabel: 'Key', fieldName: 'key', fieldType: 'TEXT' }] }
const checklist = { organizationId: 1, name: 'Odd', tasks: [{ position: 1, name: 'One' }] }
const comparison = { fieldName: 'serviceLevel', operator: 'EQUALS', value: 'Gold' }

const upload = async (call: Call) =>
  `<img src="cid:${(await call('attachments.uploadTemporary', { entityType: 'DOCUMENT', files: [plan] }))[0].contentId}">`

const article = async (call: Call, html: string) =>
  (
    await call('knowledgeBaseArticles.create', { articles: [{ name: 'Plan', organizationId: 1, content: { html } }] })
  )[0].id as number

const firstOf = (list: Parameters<Call>[0], name: string) => async (call: Call) => ({
  [name]: (await call(list))[0].id as number,
})

const condition = async (call: Call) => {
  const { id: conditionId } = await call('policyConditions.createCustomField', { policyId: 51, matchAll: [comparison] })
  return { policyId: 51, conditionId }
}
const eventCondition = async (call: Call) => {
  const input = { policyId: 51, source: 'disk', eventIds: [7], occurrence: {}, text: {} }
  return { policyId: 51, conditionId: (await call('policyConditions.createWindowsEvent', input)).id }
}

const tab = (entityType: string) => async (call: Call) => ({
  tabId: (await call('tabs.create', { name: 'Tab', entityType, ...(entityType === 'NODE_ROLE' && { entityId: 2 }) }))
    .id,
})

const ticket = async (call: Call) => ({
  ticketId: (
    await call('tickets.create', {
      clientId: 1,
      ticketFormId: 1,
      subject: 'Printer offline',
      status: '1000',
      description: { public: true, body: 'Since this morning' },
    })
  ).id as number,
})

/** While a job is at work on the device. */
const withJob = (input: object) => async (call: Call, advance: Advance) => {
  await call('devices.scanOsPatches', { id })
  advance(2_000)
  return input
}

const relatedFile = (call: Call) => call('relatedItems.addAttachment', { ...device, file: plan })

export const readInputs: ReadInputs = {
  'activities.list': () => ({ pageSize: 1000 }),
  'backups.listIntegrityCheckJobs': async (call) => {
    const { deviceId, planGuid } = (await call('backups.listJobs')).results[0]
    await call('backups.createIntegrityCheckJob', { deviceId, planUid: planGuid })
    return {}
  },
  'backups.listJobs': () => ({}),
  'checklists.get': async (call) => ({
    checklistId: (await call('checklists.create', { checklists: [checklist] }))[0].id,
  }),
  'checklists.getSignedUrls': async (call) => {
    const checklists = [{ ...checklist, description: { html: await upload(call) } }]
    return { checklistId: (await call('checklists.create', { checklists }))[0].id }
  },
  'checklists.list': () => ({}),
  'contacts.get': firstOf('contacts.list', 'id'),
  'customFields.get': () => ({ fieldName: 'assetOwner' }),
  'devices.getLastLoggedOnUser': async (call) => ({
    id: (await call('queries.listLoggedOnUsers')).results[0].deviceId,
  }),
  'devices.list': () => ({}),
  'devices.listDetailed': () => ({}),
  'devices.listJobs': withJob({ id }),
  'devices.listOsPatchInstalls': () => ({ id }),
  'devices.listOsPatches': () => ({ id }),
  'devices.listSoftwarePatchInstalls': async (call) => ({
    id: (await call('queries.listSoftwarePatchInstalls')).results[0].deviceId,
  }),
  'documentTemplates.get': firstOf('documentTemplates.list', 'documentTemplateId'),
  'documentTemplates.list': () => ({}),
  'endUsers.get': firstOf('endUsers.list', 'id'),
  'endUsers.getCustomFields': async (call) => {
    const { id: user } = (await call('endUsers.list'))[0]
    await call('endUsers.updateCustomFields', { id: user, fields: { employeeNumber: 'E-7' } })
    return { id: user }
  },
  'jobs.list': withJob({}),
  'knowledgeBaseArticles.download': async (call) => {
    const input = { organizationId: 1, folderPath: 'New', files: [plan] }
    return { articleId: (await call('knowledgeBaseArticles.upload', input))[0].id }
  },
  'knowledgeBaseArticles.getSignedUrls': async (call) => ({ articleId: await article(call, await upload(call)) }),
  'knowledgeBaseArticles.listGlobal': () => ({}),
  'knowledgeBaseFolders.find': () => ({ folderPath: 'Network|VPN' }),
  'knowledgeBaseFolders.get': () => ({ folderId: 1 }),
  'organizationDocuments.getSignedUrls': async (call) => {
    const { id: documentTemplateId } = await call('documentTemplates.create', network)
    const fields = { key: await upload(call) }
    const input = { organizationId: 1, documentTemplateId, documentName: 'Plan', fields }
    return { documentId: (await call('organizationDocuments.create', input)).documentId }
  },
  'organizationDocuments.list': () => ({}),
  'organizations.listDetailed': () => ({}),
  'policyConditions.getCustomField': condition,
  'policyConditions.getWindowsEvent': eventCondition,
  'policyConditions.listCustomFields': async (call) => ({ policyId: (await condition(call)).policyId }),
  'policyConditions.listWindowsEvents': async (call) => ({ policyId: (await eventCondition(call)).policyId }),
  'queries.listCustomFields': () => ({}),
  'queries.listCustomFieldsDetailed': () => ({}),
  'queries.listLoggedOnUsers': () => ({}),
  'relatedItems.downloadAttachment': async (call) => ({ relatedItemId: (await relatedFile(call)).id }),
  'relatedItems.getSignedUrls': async (call) => {
    await relatedFile(call)
    return device
  },
  'relatedItems.listForEntity': async (call) => {
    await relatedFile(call)
    return device
  },
  'relatedItems.listForEntityType': async (call) => {
    await relatedFile(call)
    return { entityType: 'NODE' }
  },
  'relatedItems.listForRelatedEntity': async (call) => {
    await call('relatedItems.addRelation', { ...device, relEntityType: 'DOCUMENT', relEntityId: 11 })
    return { relatedEntityType: 'DOCUMENT', relatedEntityId: 11 }
  },
  'softwareLicenses.get': () => ({ licenseId: 1 }),
  'tabs.get': tab('NODE_ROLE'),
  'tabs.getForEndUsers': tab('END_USER'),
  'tabs.getForOrganizations': tab('ORGANIZATION'),
  'tabs.getForRole': async (call) => ({ ...(await tab('NODE_ROLE')(call)), roleId: 2 }),
  'tabs.listForRole': () => ({ roleId: 2 }),
  'technicians.get': firstOf('technicians.list', 'id'),
  'tickets.get': ticket,
  'tickets.listLog': ticket,
  'vulnerabilityScanGroups.get': firstOf('vulnerabilityScanGroups.list', 'scanGroupId'),
}

/** Reads that have nothing to show, whatever is done to the tenant: no custom field of it can hold a file. */
export const emptyAnswers: readonly string[] = ['customFields.getSignedUrls']
