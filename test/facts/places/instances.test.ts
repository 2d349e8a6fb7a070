import { placesOf, ref, ROLE, roleArn } from './places';
import { PlaceFacts } from '../../../src/facts/places/place-facts';
import { known } from '../../../src/template/known';
import { template } from '../../template/templates';

const UNKNOWN: unknown = expect.objectContaining({ known: false });
const because = (reason: string): unknown => expect.objectContaining({ known: false, reason: expect.stringContaining(reason) });

const BESIDE = {
  A: { Type: 'AWS::EC2::Subnet' },
  B: { Type: 'AWS::EC2::Subnet' },
  R: ROLE,
  S: ROLE,
  Profile: { Type: 'AWS::IAM::InstanceProfile', Properties: { InstanceProfileName: 'named', Roles: [{ Ref: 'R' }] } },
  Other: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'S' }] } },
};

function placeOf(resources: object): PlaceFacts {
  const [place, ...more] = placesOf(template({ ...BESIDE, ...resources })).filter(({ address }) => address.logicalId === 'P');
  expect(more).toEqual([]);
  return place;
}

const instance = (Properties: object, attributes: object = {}) => ({ Type: 'AWS::EC2::Instance', Properties: { SubnetId: { Ref: 'A' }, ...Properties }, ...attributes });
const launchTemplate = (LaunchTemplateData: object, more: object = {}) => ({ Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData, ...more } });
const LATEST = { LaunchTemplateId: { Ref: 'L' }, Version: { 'Fn::GetAtt': ['L', 'LatestVersionNumber'] } };
const EIP = { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } };
const ENI = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: { Ref: 'B' }, GroupSet: ['sg-1'] } };

const PUBLIC = { publicAddress: known(true), elasticIp: known(ref('Address')) };

describe('the network interfaces of an instance', () => {
  test.each<[string, object, readonly object[]]>([
    ['one in its subnet', { P: instance({}) }, [{ subnet: known(ref('A')), securityGroups: known([]), publicAddress: undefined, ipv6: undefined }]],
    ['those that it lists', {
      P: instance({ SubnetId: undefined, NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: { Ref: 'B' }, GroupSet: ['sg-1'], AssociatePublicIpAddress: true, Ipv6AddressCount: 1 }] }),
    }, [{ subnet: known(ref('B')), securityGroups: known([known('sg-1')]), publicAddress: known(true), ipv6: known(true) }]],
    ['two, of which none gets a public address by itself', {
      P: instance({ NetworkInterfaces: [{ SubnetId: { Ref: 'A' } }, { SubnetId: { Ref: 'B' } }] }),
    }, [{ subnet: known(ref('A')), publicAddress: known(false) }, { subnet: known(ref('B')), publicAddress: known(false) }]],
    ['one that is a resource', { N: ENI, P: instance({ NetworkInterfaces: [{ NetworkInterfaceId: { Ref: 'N' }, DeviceIndex: '0' }] }) },
      [{ subnet: known(ref('B')), securityGroups: known([known('sg-1')]), publicAddress: known(false) }]],
    ['one that is elsewhere', { P: instance({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', DeviceIndex: '0' }] }) }, [{ subnet: because('eni-1'), publicAddress: UNKNOWN }]],
    ['one more that is attached', { N: ENI, Attachment: { Type: 'AWS::EC2::NetworkInterfaceAttachment', Properties: { InstanceId: { Ref: 'P' }, NetworkInterfaceId: { Ref: 'N' } } }, P: instance({}) },
      [{ subnet: known(ref('A')) }, { subnet: known(ref('B')) }]],
    ['none that is attached to another', { N: ENI, Q: instance({}), Attachment: { Type: 'AWS::EC2::NetworkInterfaceAttachment', Properties: { InstanceId: { Ref: 'Q' }, NetworkInterfaceId: { Ref: 'N' } } }, P: instance({}) },
      [{ subnet: known(ref('A')) }]],
    ['one in the default VPC, where it names no subnet', { P: instance({ SubnetId: undefined }) }, [{ subnet: because('default VPC'), securityGroups: UNKNOWN }]],
    ['as its launch template says', {
      L: launchTemplate({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: { Ref: 'B' }, Groups: ['sg-1'], AssociatePublicIpAddress: 'true' }] }), P: instance({ SubnetId: undefined, LaunchTemplate: LATEST }),
    }, [{ subnet: known(ref('B')), securityGroups: known([known('sg-1')]), publicAddress: known(true) }]],
    ['as it says itself, where its launch template says something else', { L: launchTemplate({ SecurityGroupIds: ['sg-1'] }), P: instance({ SecurityGroupIds: ['sg-2'], LaunchTemplate: LATEST }) },
      [{ subnet: known(ref('A')), securityGroups: known([known('sg-2')]) }]],
    ['with an address by an association', { Address: EIP, E: { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, InstanceId: { Ref: 'P' } } }, P: instance({}) }, [PUBLIC]],
    ['with an address that names the instance', { Address: { ...EIP, Properties: { InstanceId: { Ref: 'P' } } }, P: instance({}) }, [PUBLIC]],
    ['with an address of its network interface', {
      Address: EIP,
      N: ENI,
      E: { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, NetworkInterfaceId: { Ref: 'N' } } },
      P: instance({ NetworkInterfaces: [{ NetworkInterfaceId: { Ref: 'N' } }] }),
    }, [PUBLIC]],
    ['with an address that is written out', { E: { Type: 'AWS::EC2::EIPAssociation', Properties: { EIP: '198.51.100.7', InstanceId: { Ref: 'P' } } }, P: instance({}) },
      [{ publicAddress: known(true), elasticIp: known('198.51.100.7') }]],
    ['with an address that is allocated elsewhere', { E: { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: 'eipalloc-1', InstanceId: { Ref: 'P' } } }, P: instance({}) },
      [{ publicAddress: known(true), elasticIp: because('eipalloc-1') }]],
    ['with one perhaps, where a condition decides on the association', {
      Address: EIP, E: { Type: 'AWS::EC2::EIPAssociation', Condition: 'C', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, InstanceId: { Ref: 'P' } } }, P: instance({}),
    }, [{ publicAddress: because('C') }]],
    ['with one perhaps, where a condition decides between instances', {
      Address: EIP,
      Q: instance({}),
      P: instance({}),
      E: { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, InstanceId: { 'Fn::If': ['C', { Ref: 'P' }, { Ref: 'Q' }] } } },
    }, [{ publicAddress: because('C') }]],
    ['with none that another has', { Address: EIP, Q: instance({}), E: { Type: 'AWS::EC2::EIPAssociation', Properties: { AllocationId: { 'Fn::GetAtt': ['Address', 'AllocationId'] }, InstanceId: { Ref: 'Q' } } }, P: instance({}) },
      [{ publicAddress: undefined }]],
    ['in an unknown subnet, where a parameter says it', { P: instance({ SubnetId: { Ref: 'Parameter' }, SecurityGroupIds: ['sg-1', { Ref: 'Group' }] }) },
      [{ subnet: because('Parameter'), securityGroups: known([known('sg-1'), because('Group')]) }]],
    ['with unknown security groups, where a condition decides', { P: instance({ SecurityGroupIds: { 'Fn::If': ['C', ['sg-1'], ['sg-2']] } }) }, [{ subnet: known(ref('A')), securityGroups: because('C') }]],
  ])('are %s', (_, resources, expected) => {
    expect(placeOf(resources)).toMatchObject({ outsideVpc: known(false), interfaces: known(expected.map((one) => expect.objectContaining(one))) });
  });

  test.each<[string, object, string]>([
    ['a condition decides what they are', { P: instance({ NetworkInterfaces: { 'Fn::If': ['C', [{ SubnetId: { Ref: 'A' } }], [{ SubnetId: { Ref: 'B' } }]] } }) }, 'C'],
    ['a macro rewrites the instance', { P: { ...instance({}), 'Fn::Transform': { Name: 'Macro' } } }, 'Fn::Transform'],
    ['its launch template is elsewhere', { P: instance({ SubnetId: undefined, LaunchTemplate: { LaunchTemplateId: 'lt-1', Version: '1' } }) }, 'lt-1 is not in these templates'],
    ['its launch template has other versions', { L: launchTemplate({}), P: instance({ SubnetId: undefined, LaunchTemplate: { ...LATEST, Version: '3' } }) }, 'version 3'],
    ['it takes the default version, which changes of the template are not', {
      L: launchTemplate({}), P: instance({ SubnetId: undefined, LaunchTemplate: { ...LATEST, Version: { 'Fn::GetAtt': ['L', 'DefaultVersionNumber'] } } }),
    }, '$Default'],
  ])('are unknown, where %s', (_, resources, reason) => {
    expect(placeOf(resources).interfaces).toEqual(because(reason));
  });
});

describe('the role of an instance', () => {
  test.each([
    ['none', instance({}), known(undefined)],
    ['in its instance profile', instance({ IamInstanceProfile: { Ref: 'Profile' } }), known(roleArn('R'))],
    ['in a profile that it names', instance({ IamInstanceProfile: 'named' }), known(roleArn('R'))],
    ['in that of its launch template', instance({ LaunchTemplate: LATEST }), known(roleArn('S'))],
    ['in its own, where its launch template has another', instance({ IamInstanceProfile: { Ref: 'Profile' }, LaunchTemplate: LATEST }), known(roleArn('R'))],
    ['unknown, where the profile is elsewhere', instance({ IamInstanceProfile: 'elsewhere' }), because('instance profile elsewhere is not in these templates')],
    ['unknown, where a parameter names the profile', instance({ IamInstanceProfile: { Ref: 'Parameter' } }), because('Parameter')],
    ['unknown, where a condition decides on the profile', instance({ IamInstanceProfile: { Ref: 'Sometimes' } }), because('Sometimes')],
    ['known, where the same condition decides on both', instance({ IamInstanceProfile: { Ref: 'Sometimes' } }, { Condition: 'C' }), known(roleArn('R'))],
    ['unknown, where it is not text', instance({ IamInstanceProfile: [] }), because('P')],
  ])('is %s', (_, P, expected) => {
    const more = {
      L: launchTemplate({ IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Other', 'Arn'] } } }),
      Sometimes: { Type: 'AWS::IAM::InstanceProfile', Condition: 'C', Properties: { Roles: [{ Ref: 'R' }] } },
    };
    expect(placeOf({ ...more, P }).role).toEqual(expected);
  });
});

describe('an Auto Scaling group', () => {
  const group = (Properties: object) => ({ Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { VPCZoneIdentifier: [{ Ref: 'A' }, { Ref: 'B' }], ...Properties } });
  const L = launchTemplate({ NetworkInterfaces: [{ DeviceIndex: 0, Groups: ['sg-1'], AssociatePublicIpAddress: false, SubnetId: 'subnet-of-the-template' }], IamInstanceProfile: { Name: { Ref: 'Profile' } } });

  test('has the interfaces of its launch template in its own subnets', () => {
    const one = { securityGroups: known([known('sg-1')]), publicAddress: known(false), ipv6: undefined };
    expect(placeOf({ L, P: group({ LaunchTemplate: LATEST }) })).toMatchObject({
      interfaces: known([{ subnet: known(ref('A')), ...one }, { subnet: known(ref('B')), ...one }]), role: known(roleArn('R')),
    });
  });

  test('of a launch configuration has what that says', () => {
    const configuration = { Type: 'AWS::AutoScaling::LaunchConfiguration', Properties: { SecurityGroups: ['sg-1'], AssociatePublicIpAddress: true, IamInstanceProfile: { Ref: 'Profile' } } };
    const { interfaces, role } = placeOf({ Configuration: configuration, P: group({ LaunchConfigurationName: { Ref: 'Configuration' } }) });
    expect(interfaces).toMatchObject(known(['A', 'B'].map((subnet) => ({ subnet: known(ref(subnet)), securityGroups: known([known('sg-1')]), publicAddress: known(true) }))));
    expect(role).toEqual(known(roleArn('R')));
  });

  test('with several launch templates may have the interfaces of each, and which role is unknown', () => {
    const M = launchTemplate({ SecurityGroupIds: ['sg-2'], IamInstanceProfile: { Name: { Ref: 'Other' } } });
    const mixed = { LaunchTemplate: { LaunchTemplateSpecification: LATEST, Overrides: [{ LaunchTemplateSpecification: { LaunchTemplateName: 'm', Version: '$Latest' } }] } };
    const place = placeOf({ L, M: { ...M, Properties: { ...M.Properties, LaunchTemplateName: 'm' } }, P: group({ VPCZoneIdentifier: [{ Ref: 'A' }], MixedInstancesPolicy: mixed }) });
    expect(place.interfaces).toMatchObject(known([{ securityGroups: known([known('sg-1')]) }, { securityGroups: known([known('sg-2')]) }]));
    expect(place.role).toEqual(because('different roles'));
  });

  test.each([
    ['in subnets that a parameter lists', group({ VPCZoneIdentifier: { 'Fn::If': ['C', ['a'], ['b']] }, LaunchTemplate: LATEST }), 'C'],
    ['of an instance', group({ InstanceId: 'i-1' }), 'P names nothing'],
  ])('%s is unknown', (_, P, reason) => {
    expect(placeOf({ L, P }).interfaces).toEqual(because(reason));
  });
});

test.each([
  ['a condition decides', { Condition: 'C' }, {}, 'whether P is deployed is decided by condition C'],
  ['its condition holds', { Condition: 'C' }, { conditions: { C: { 'Fn::Equals': ['a', 'a'] } } }, undefined],
  ['it has none', {}, {}, undefined],
])('an instance may not be there, or is: %s', (_, attributes, more, expected) => {
  expect(placesOf(template({ P: instance({}, attributes) }, more)).map(({ mayBeAbsent }) => mayBeAbsent)).toEqual([expected]);
});

test('an instance whose condition does not hold is no place', () => {
  expect(placesOf(template({ P: instance({}, { Condition: 'C' }) }, { conditions: { C: { 'Fn::Equals': ['a', 'b'] } } }))).toEqual([]);
});

test('a launch template alone is no place', () => {
  expect(placesOf(template({ L: launchTemplate({ NetworkInterfaces: [{ SubnetId: { Ref: 'A' } }] }) }))).toEqual([]);
});
