import type { Spec } from './vendor-spec.ts'

/** A spec of our own that has what the vendor's has: the kinds of parameters, bodies and answers. */
export const spec: Spec = {
  paths: {
    '/v2/crate/{crate-id}/parts': {
      get: {
        parameters: [
          { name: 'crate-id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'df', in: 'query', schema: { type: 'string' } },
          { name: 'color', in: 'query', required: true, schema: { type: 'string', enum: ['RED', "NAVY'S"] } },
          { name: 'after', in: 'query', schema: { type: 'integer', minimum: 0 } },
          { name: 'pageSize', in: 'query', schema: { type: 'integer', minimum: 5, maximum: 500 } },
        ],
        responses: {
          200: {
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Part' } } },
            },
          },
        },
      },
      post: {
        parameters: [{ name: 'dryRun', in: 'query', schema: { type: 'boolean' } }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewPart' } } } },
        responses: { default: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Part' } } } } },
      },
      put: {
        requestBody: {
          content: { 'application/json': { schema: { type: 'array', minItems: 1, items: { type: 'integer' } } } },
        },
        responses: { 204: {} },
      },
      patch: { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } },
    },
    '/v2/crate/{id}/photo': {
      post: {
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: {
                  note: { type: 'string' },
                  photo: { type: 'string', format: 'binary' },
                  more: { type: 'array', items: { $ref: '#/components/schemas/FormDataBodyPart' } },
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Part: {
        type: 'object',
        properties: {
          id: { type: 'integer' },
          createTime: { type: 'number', format: 'double' },
          weight: { type: 'number', format: 'double' },
          color: { type: 'string', enum: ['RED', 'NAVY'] },
          partOf: { $ref: '#/components/schemas/Part' },
        },
      },
      NewPart: {
        allOf: [
          { $ref: '#/components/schemas/Part' },
          {
            type: 'object',
            required: ['name'],
            properties: {
              crateId: { type: 'integer' },
              name: { type: 'string', minLength: 10, maxLength: 40 },
              organizationId: { type: 'integer' },
              'odd name': { type: 'string', nullable: true },
            },
          },
        ],
      },
    },
  },
}
