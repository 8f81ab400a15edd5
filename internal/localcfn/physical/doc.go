// Package physical gives resources the names that AWS would give them.
//
// The physical ID is what Ref returns. It has the form that the resource's type
// has at AWS, as have the attributes that Fn::GetAtt returns. A name that the
// template does not choose is made of the stack's name, the logical ID and twelve
// letters and digits, cut to the length that the type allows. For types that
// the table does not know, ARNs and attributes are made up by the usual pattern.
//
// Forms are those of the type's page in the CloudFormation template reference.
package physical
