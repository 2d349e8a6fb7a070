import * as fc from 'fast-check';
import { placesOf, ROLE } from './places';
import { PLACE_RESOURCE_TYPES } from '../../../src/facts/places/read-places';
import { template } from '../../template/templates';

const TYPES = [...PLACE_RESOURCE_TYPES];

/** Names that rows and readers look at, so that hostile values stand where they are read. */
const NAMES = [
  'VpcConfig', 'SubnetIds', 'SecurityGroupIds', 'Subnets', 'SecurityGroups', 'NetworkInterfaces', 'LaunchTemplate', 'LaunchTemplateId', 'Version', 'LaunchTemplateData', 'IamInstanceProfile', 'Roles', 'Role',
  'RoleArn', 'TaskDefinition', 'NetworkConfiguration', 'AwsvpcConfiguration', 'AwsVpcConfiguration', 'Targets', 'EcsParameters', 'Target', 'Arn', 'ComputeResources', 'Type', 'Connections', 'ConnectionInput',
  'PhysicalConnectionRequirements', 'SubnetId', 'DistributionConfig', 'Origins', 'DomainName', 'S3OriginConfig', 'OriginAccessIdentity', 'OriginAccessControlId', 'Definition', 'DefinitionString', 'Integration',
  'Uri', 'Credentials', 'Body', 'x-amazon-apigateway-integration', 'OptionSettings', 'Instances', 'Ec2SubnetIds', 'InstanceId', 'AllocationId', 'EIP', 'NetworkInterfaceId', 'AssociatedRoles', 'DBSubnetGroupName',
  'EnhancedVpcRouting', 'IamRoles', 'MixedInstancesPolicy', 'Overrides', 'LaunchTemplateSpecification', 'LaunchTemplateConfigs', 'VPCZoneIdentifier', 'ContainerProperties', 'JobRoleArn',
];

const VALUE = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, '', 0, true, [], {}, 'text', 'arn:aws:iam::1:role/x', { Ref: 'R0' }, { Ref: 'R1' }, { Ref: 'R2' }, { Ref: 'Parameter' }, { 'Fn::GetAtt': ['R1', 'Arn'] }, '⟦App#R1⟧', '{"States":{}}', '{'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4 }),
    fc.record({ 'Fn::If': fc.tuple(fc.constant('C'), tie('value'), tie('value')) }),
  ),
})).value;

test('whatever stands in a template, places are read or unknown, and nothing is thrown', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom(...TYPES), VALUE), { minLength: 1, maxLength: 6 }), (resources) => {
    const places = placesOf(template(Object.fromEntries(resources.map(([Type, Properties], i) => [`R${i}`, { Type, Properties }]))));
    for (const { interfaces, outsideVpc, role, onlyTo } of places) {
      expect([interfaces, outsideVpc, role, ...onlyTo ? [onlyTo] : []].every((fact) => fact.known || fact.reason !== '')).toBe(true);
      expect(interfaces.known && interfaces.value.some(({ subnet }) => subnet.known && subnet.value === '')).toBe(false);
    }
  }), { numRuns: 1500 });
});

test('what refers to itself ends', () => {
  const places = placesOf(template({
    L: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { NetworkInterfaces: [{ NetworkInterfaceId: { Ref: 'L' } }], IamInstanceProfile: { Arn: { Ref: 'L' } } } } },
    P: { Type: 'AWS::EC2::Instance', Properties: { LaunchTemplate: { LaunchTemplateId: { Ref: 'L' }, Version: '1' }, SubnetId: { Ref: 'P' } } },
  }));
  expect(places).toMatchObject([{ interfaces: { known: true, value: [{ subnet: { known: false } }] }, role: { known: false } }]);
});

test('1,000 functions, 1,000 instances and their roles, profiles and addresses are read in less than a second of a processor', () => {
  const resources = Object.fromEntries(Array.from({ length: 1000 }, (_, i): [string, object][] => [
    [`R${i}`, ROLE],
    [`F${i}`, { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': [`R${i}`, 'Arn'] }, VpcConfig: { SubnetIds: ['subnet-1', 'subnet-2'], SecurityGroupIds: ['sg-1'] } } }],
    [`E${i}`, { Type: 'AWS::EC2::EIP', Properties: { InstanceId: { Ref: `I${i}` } } }],
    [`Q${i}`, { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: `R${i}` }] } }],
    [`I${i}`, { Type: 'AWS::EC2::Instance', Properties: { SubnetId: 'subnet-1', IamInstanceProfile: { Ref: `Q${i}` } } }],
  ]).flat());
  const start = process.cpuUsage();
  const places = placesOf(template(resources));
  expect(places.filter(({ interfaces, role }) => interfaces.known && role.known)).toHaveLength(2000);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(1000);
});
