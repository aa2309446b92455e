import AjvModule from 'ajv-draft-04';
import { parseJson } from '../../kernel/json.ts';
import { isObject } from '../../kernel/json.ts';
import type { Json } from '../../kernel/json.ts';
import { mapAt, members, refuse } from './document.ts';
import type { DocumentPart } from './document.ts';

/** Judges bodies by the models of a method. */
export interface BodyModels {
  /**
   * Whether `body` satisfies the model for its media type; without one for that type, `$default` counts; without
   * that, nothing is checked, as on AWS. An empty body counts as `{}`, a missing content type as application/json.
   */
  readonly accepts: (mediaType: string | undefined, body: string) => boolean;
}

/** The models of a method: OpenAPI 3 request bodies by media type, or the body parameter of Swagger 2. */
export function bodyModels(document: DocumentPart, operation: DocumentPart): BodyModels {
  const models = new Map<string, (value: unknown) => boolean>();
  for (const [mediaType, media, at] of members(mapAt(mapAt(operation, 'requestBody'), 'content'))) {
    const schema = isObject(media) ? media['schema'] : undefined;
    if (schema !== undefined) models.set(mediaType.toLowerCase(), compile(document, schema, at));
  }
  const parameters = operation.value['parameters'];
  for (const parameter of Array.isArray(parameters) ? (parameters as readonly Json[]) : []) {
    // no narrowing of readonly arrays
    if (isObject(parameter) && parameter['in'] === 'body' && parameter['schema'] !== undefined) {
      models.set('application/json', compile(document, parameter['schema'], `${operation.at}.parameters`));
    }
  }
  return {
    accepts: (mediaType = 'application/json', body) => {
      const model = models.get(mediaType.toLowerCase()) ?? models.get('$default');
      if (model === undefined) return true;
      const value = body === '' ? {} : parseJson(body);
      return value !== undefined && model(value);
    },
  };
}

// The package is CommonJS: its class is the module's default member. One for all: it compiles its meta-schema once.
const ajv = new AjvModule.default({
  strict: false,
  validateFormats: false,
  unicodeRegExp: false,
  logger: false,
});

function compile(document: DocumentPart, schema: Json, at: string): (value: unknown) => boolean {
  // References such as #/components/schemas/Thing are resolved in the document itself.
  const root = {
    components: document.value['components'] ?? {},
    definitions: document.value['definitions'] ?? {},
    allOf: [schema],
  };
  try {
    const validate = ajv.compile(root);
    return (value) => validate(value) === true;
  } catch (thrown) {
    throw refuse(`${at}.schema`, thrown instanceof Error ? thrown.message : 'cannot be compiled');
  } finally {
    ajv.removeSchema(root);
  }
}
