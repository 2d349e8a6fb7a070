export const isRecord = (json: unknown): json is Record<string, unknown> => typeof json === 'object' && json !== null && !Array.isArray(json);

/**
 * "Quotation marks are optional for numeric and Boolean values."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const isScalar = (json: unknown): json is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof json);
