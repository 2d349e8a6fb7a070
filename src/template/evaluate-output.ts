import { Evaluation } from './evaluation';
import { ownValue } from './read-json';
import { symbol } from './symbol';
import { Template } from './template';
import { Placed } from './templates-by-place';
import { textOr } from './unknown-text';
import { UnknownValue } from '../policy/unknown-value';

export function outputNamed(by: Evaluation, name: string, template: Template): unknown {
  const output = ownValue(template.outputs, name);
  return output === undefined || isLeftOut(by, output, template)
    ? new UnknownValue(`there is no output ${name} in ${template.id}`)
    : by.once('output', name, template, () =>
      textOr(by.inside(ownValue(output, 'Value'), by.conditions.under(ownValue(output, 'Condition'), template)), `output ${name}`));
}

export function isLeftOut(by: Evaluation, output: unknown, template: Template): boolean {
  const condition = ownValue(output, 'Condition');
  const holds = typeof condition === 'string' ? by.conditions.holds(condition, template) : undefined;
  return holds?.known === true && !holds.value;
}

export function imported(by: Evaluation, argument: unknown, template: Template): unknown {
  const name = by.inside(argument, template);
  const found = typeof name === 'string' ? by.exports.find(name, template) : undefined;
  return found ? outputNamed(by, found.value, found.template)
    : typeof name === 'string' ? by.holes.at(`export ${name} for ${template.id}`, `export "${name}" is made elsewhere`, { name })
      : new UnknownValue('the name of an export is decided at deployment');
}

export function stackOutput(by: Evaluation, argument: unknown, template: Template): unknown {
  const asked = by.inside(argument, template);
  const [stackName, outputName, region, role] = ['StackName', 'OutputName', 'Region', 'RoleArn'].map((name) => ownValue(asked, name));
  const place: Placed | undefined = readPlace(region, role, template);
  const other = place && typeof stackName === 'string' ? by.byStackName.find(stackName, place) : undefined;
  return other && typeof outputName === 'string' ? outputNamed(by, outputName, other.template) : new UnknownValue(`output ${JSON.stringify(outputName)} is made elsewhere`);
}

/** Where an output is looked for: in the template's own account and Region, unless another Region, or a role of another account, is named. */
function readPlace(region: unknown, role: unknown, template: Template): Placed | undefined {
  const account = role === undefined ? template.account : typeof role === 'string' ? role.split(':')[4] : undefined;
  if ((role !== undefined && !/^\d{12}$/.test(account ?? '')) || (region !== undefined && typeof region !== 'string')) {
    return undefined;
  }
  return { account, region: region === undefined || region === symbol('AWS', 'Region') ? template.region : region };
}
