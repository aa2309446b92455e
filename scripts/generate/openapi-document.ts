import { openapiPaths } from './openapi-paths.ts';
import { type JsonObject, openapiSchemas } from './openapi-schemas.ts';

/** The API for people and for their tools: OpenAPI 3.0, which Postman imports as a collection. */
export const openapiDocument = (): JsonObject => ({
  openapi: '3.0.3',
  info: {
    title: 'Order API',
    version: '1.0.0',
    description: [
      'Takes orders and shows them. An accepted order is PENDING; a workflow carries it through validation, payment',
      'and stock to COMPLETED or FAILED. Every request needs an API key. Every error has the same body.',
      'New fields may be added to answers at any time; clients must ignore what they do not know.',
    ].join(' '),
  },
  servers: [
    {
      url: '{base_url}',
      description: 'The stack’s output ApiEndpoint',
      variables: { base_url: { default: 'http://127.0.0.1:3000/prod', description: 'Ends in /prod' } },
    },
  ],
  security: [{ api_key: [] }],
  paths: openapiPaths(),
  components: {
    securitySchemes: {
      api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'In Postman: {{api_key}}' },
    },
    schemas: openapiSchemas(),
  },
});
