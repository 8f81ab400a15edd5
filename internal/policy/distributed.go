package policy

import (
	"fmt"

	"github.com/smgen/smgen/internal/diag"
)

func machinesInVPC() Rule {
	return Rule{
		ID:       "SM111",
		Title:    "machines in a VPC reach one another, and S3",
		Severity: diag.Note,
		Doc: `Nothing in a spec says what a VPC lets through. Several machines need of it: a security group
that allows all traffic from itself, in and out; subnets of default tenancy, with two addresses for
each machine, or five with EFA (the fast network of machines such as ml.p4d and ml.p5); and a way
to S3, a gateway endpoint or NAT. Without these the job fails after the machines have started.`,
		Good: "instanceCount: 2\ninterContainerEncryption: true",
		Bad:  "instanceCount: 2\ninterContainerEncryption: true\nvpc: {subnets: [\"subnet-12345678\"], securityGroups: [\"sg-12345678\"]}",
		Check: func(p *Pass) {
			if p.Request.Value("VpcConfig") == nil {
				return
			}
			if n := together(p.fleet()); n > 1 {
				p.reportAt("/VpcConfig", fmt.Sprintf("%d machines talk to one another in this VPC, which smgen cannot see", n),
					"see that a security group allows all traffic from itself, that the subnets are of default tenancy with 2 addresses a machine (5 with EFA), and that they have an endpoint for S3 or NAT")
			}
		},
	}
}

func isolatedDebug() Rule {
	return Rule{
		ID:    "SM117",
		Title: "a container without a network cannot be debugged remotely",
		Doc: `Remote debugging is a session of SSM, which the container opens over the network. Network
isolation leaves it none.`,
		Good: "remoteDebug: true",
		Bad:  "networkIsolation: true\nremoteDebug: true",
		Check: func(p *Pass) {
			if p.turnedOn("EnableNetworkIsolation") && p.turnedOn("RemoteDebugConfig", "EnableRemoteDebug") {
				p.reportAt("/RemoteDebugConfig/EnableRemoteDebug", "the container is cut off from every network, and cannot open a session", "set remoteDebug: false, or networkIsolation: false while you debug")
			}
		},
	}
}
