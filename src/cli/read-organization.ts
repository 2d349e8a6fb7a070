import { reading } from './reading-file';
import { readPolicyText } from '../policy/read-policy-text';
import { Organization } from '../reach/access/ask-who-can';
import { NamedPolicy } from '../reach/access/chain-facts';

/** Reads files of service control policies and resource control policies. @throws UsageError for one that cannot be read */
export function readOrganization(scps: readonly string[], rcps: readonly string[]): Organization {
  const policies = (files: readonly string[], kind: string) => files.map((file): NamedPolicy => ({ name: `${kind} ${file}`, document: reading(file, readPolicyText) }));
  return { serviceControlPolicies: policies(scps, 'SCP'), resourceControlPolicies: policies(rcps, 'RCP') };
}
