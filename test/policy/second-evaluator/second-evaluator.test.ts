import { decide } from './decide';
import { ELEMENT_PAGES } from './documented/elements';
import { KEY_PAGES } from './documented/keys';
import { OPERATOR_PAGES } from './documented/operators';
import { PRINCIPAL_PAGES } from './documented/principals';
import { S3_PAGES } from './documented/s3';
import { SET_PAGES } from './documented/sets';

describe.each([...OPERATOR_PAGES, ...SET_PAGES, ...KEY_PAGES, ...PRINCIPAL_PAGES, ...ELEMENT_PAGES, ...S3_PAGES])('$page', ({ examples }) => {
  test.each(examples)('%s: %s', (_says, decision, policy, request) => {
    expect(decide(policy, request)).toBe(decision);
  });
});
