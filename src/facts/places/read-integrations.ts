import { placeAt } from './place-at';
import { PlaceFacts } from './place-facts';
import { PlaceResources } from './place-resources';
import { SERVICE_NETWORK, unknownNetwork } from './read-network';
import { UnknownValue } from '../../policy/unknown-value';
import { EvaluatedResource } from '../../template/evaluated-resource';
import { Known, known, unknown } from '../../template/known';
import { dig, isRecord, textOf } from '../../template/read-json';

/**
 * Reads a method that calls S3 as the role in its credentials.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/integrating-api-with-aws-services-s3.html
 */
export function readMethod(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const integration = dig(resource.properties, 'Integration');
  return readIntegration(dig(integration, 'Type'), dig(integration, 'Uri'), dig(integration, 'Credentials'), resource, resources);
}

/** Reads the same from the OpenAPI definition of an API. One that is elsewhere says nothing. */
export function readRestApi(resource: EvaluatedResource, resources: PlaceResources): readonly PlaceFacts[] {
  const body = dig(resource.properties, 'Body');
  return integrationsIn(body, ['Body'], 0).flatMap(({ integration, path }) =>
    readIntegration(dig(integration, 'type'), dig(integration, 'uri'), dig(integration, 'credentials'), resource, resources, path.join('.')));
}

function readIntegration(type: unknown, uri: unknown, credentials: unknown, resource: EvaluatedResource, resources: PlaceResources, part?: string): PlaceFacts[] {
  if (!(type instanceof UnknownValue) && !['AWS', 'AWS_PROXY'].includes(textOf(type).toUpperCase())) {
    return [];
  }
  const place = placeAt(resource, part);
  const role: Known<string | undefined> = /:user\/\*$/.test(textOf(credentials)) ? unknown('the method signs as its caller') : resources.role(credentials, resource);
  if (uri instanceof UnknownValue) {
    return [{ ...place, ...unknownNetwork(uri.reason), role }];
  }
  const found = S3_URI.exec(textOf(uri));
  if (!found) {
    return [];
  }
  // The bucket is a subdomain, or the first of the path; a parameter there may be any.
  const [, subdomain, path] = found;
  const bucket = subdomain ?? /^path\/((?:⟦[^⟧]*⟧|[^⟦/?])+)/.exec(path)?.[1];
  return [{ ...place, ...SERVICE_NETWORK, role, ...bucket !== undefined && !/[{}]/.test(bucket) ? { onlyTo: known([bucket]) } : {} }];
}

/** `arn:aws:apigateway:region:subdomain.service:path/…`, or `action/…` */
const S3_URI = /^arn:(?:⟦[^⟧]*⟧|[^⟦:])*:apigateway:(?:⟦[^⟧]*⟧|[^⟦:])*:(?:((?:⟦[^⟧]*⟧|[^⟦:])+)\.)?s3:((?:path|action).*)$/;

/** Deeper than any definition of an API. */
const MAXIMUM_DEPTH = 20;

function integrationsIn(value: unknown, path: readonly string[], depth: number): { readonly integration: unknown; readonly path: readonly string[] }[] {
  if (depth > MAXIMUM_DEPTH || !(isRecord(value) || Array.isArray(value))) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => key === 'x-amazon-apigateway-integration' ? [{ integration: item, path: [...path, key] }] : integrationsIn(item, [...path, key], depth + 1));
}

