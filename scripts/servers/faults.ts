import { OutgoingHttpHeaders } from 'node:http';
import { Call } from './call-name';

/** What goes wrong with a call: an error of the service, a lost connection, or no answer ever. */
export type Fault =
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

export const ACCESS_DENIED: Fault = { kind: 'error', status: 403, code: 'AccessDenied' };
export const INTERNAL_ERROR: Fault = { kind: 'error', status: 500, code: 'InternalError' };
export const SLOW_DOWN: Fault = { kind: 'error', status: 503, code: 'SlowDown' };
export const NO_SUCH_BUCKET: Fault = { kind: 'error', status: 404, code: 'NoSuchBucket' };
export const RESET: Fault = { kind: 'reset' };
export const HANG: Fault = { kind: 'hang' };

/** Services whose errors are XML. The others answer in JSON, and their AccessDenied is AccessDeniedException. */
const IN_XML = ['s3', 's3control', 'sns', 'sts', 'iam'];

/** The error as the service writes it. */
export function encodeError({ service, name, bucket }: Call, { status, code }: Extract<Fault, { kind: 'error' }>): Answer {
  const message = `${code} on ${name}, injected`;
  if (service === 's3') {
    return xml(status, `<Error><Code>${code}</Code><Message>${message}</Message>${bucket ? `<BucketName>${bucket}</BucketName>` : ''}<RequestId>injected</RequestId></Error>`);
  }
  if (IN_XML.includes(service)) {
    return xml(status, `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>injected</RequestId></ErrorResponse>`);
  }
  const type = code === 'AccessDenied' ? 'AccessDeniedException' : code;
  return json(status, { __type: type, message }, { 'x-amzn-errortype': type });
}

export function xml(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}` };
}

export function json(status: number, body: unknown, headers: OutgoingHttpHeaders = {}): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', ...headers }, body: JSON.stringify(body) };
}
