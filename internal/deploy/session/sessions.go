package session

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"
)

// Options say whose credentials are used, and where calls go.
type Options struct {
	// Profile is one of the shared configuration; empty for the standard chain.
	Profile string
	// Endpoint answers all calls instead of AWS; empty leaves it to the SDK, which
	// reads AWS_ENDPOINT_URL.
	Endpoint string
	// Local asks Endpoint with credentials of its own making, and reads none.
	Local bool
	// Rate is how many CloudFormation calls a second are made at most for one
	// account and region, default 10.
	Rate float64
	// Version is smgen's, for the user agent.
	Version string
}

// Place is where a stack is, and as whom smgen acts there.
type Place struct {
	// Account is the 12-digit ID.
	Account string
	Region  string
	// Role is the ARN of a role to assume first; empty for none.
	Role string
}

// Sessions opens places, each once. It is safe for concurrent use.
type Sessions struct {
	options Options

	mu     sync.Mutex
	paces  map[Place]*pace // of places without roles
	opened map[Place]*opening
}

// opening is a place that is being opened, or was.
type opening struct {
	once    sync.Once
	clients *Clients
	err     error
}

// New returns sessions; nothing is asked or read before the first place is opened.
func New(o Options) *Sessions {
	return &Sessions{options: o, paces: map[Place]*pace{}, opened: map[Place]*opening{}}
}

// Clients are the SDK's clients of one place.
type Clients struct {
	Place
	// Local is set if the local endpoint answers, as with [Options].
	Local          bool
	CloudFormation *cloudformation.Client
	S3             *s3.Client
	// Caller is the ARN of who acts, as STS says it.
	Caller string
}

// At returns the clients of a place, whose account STS has confirmed. Credentials
// of another account are an *AccountError.
func (s *Sessions) At(ctx context.Context, p Place) (*Clients, error) {
	s.mu.Lock()
	o, ok := s.opened[p]
	if !ok {
		o = &opening{}
		s.opened[p] = o
	}
	s.mu.Unlock()
	o.once.Do(func() { o.clients, o.err = s.open(ctx, p) })
	return o.clients, o.err
}

func (s *Sessions) open(ctx context.Context, p Place) (*Clients, error) {
	cfg, err := s.load(ctx, p)
	if err != nil {
		return nil, fmt.Errorf("find credentials for account %s: %s; correct the AWS configuration, or choose a profile in it with --profile", p.Account, strings.Join(strings.Fields(Reason(err)), " "))
	}
	caller, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, fmt.Errorf("ask AWS who is calling, for account %s in %s: %w", p.Account, p.Region, Explain(err))
	}
	if got := aws.ToString(caller.Account); got != p.Account {
		return nil, &AccountError{Want: p.Account, Got: got, Caller: aws.ToString(caller.Arn), Role: p.Role}
	}
	pace := s.pace(Place{Account: p.Account, Region: p.Region})
	return &Clients{
		Place:  p,
		Local:  s.options.Local,
		Caller: aws.ToString(caller.Arn),
		CloudFormation: cloudformation.NewFromConfig(cfg, func(o *cloudformation.Options) {
			o.APIOptions = append(o.APIOptions, pace.attach)
		}),
		S3: s3.NewFromConfig(cfg, func(o *s3.Options) {
			// Names of buckets before the host's are for AWS alone.
			o.UsePathStyle = o.BaseEndpoint != nil
		}),
	}, nil
}

// load finds the configuration of a place. The SDK logs nothing: whatever it has to
// say may quote a request, and the standard error is a log of ours.
func (s *Sessions) load(ctx context.Context, p Place) (aws.Config, error) {
	client := awshttp.NewBuildableClient().WithTransportOptions(transport)
	cfg := aws.Config{
		Region: p.Region, Credentials: localCredentials(p.Account), HTTPClient: client,
		APIOptions: []func(*middleware.Stack) error{withoutEnvironment}, Logger: logging.Nop{},
	}
	if !s.options.Local {
		var err error
		// The client is handed in, as a bundle of certificates is added to it.
		cfg, err = config.LoadDefaultConfig(ctx, config.WithRegion(p.Region), config.WithSharedConfigProfile(s.options.Profile), config.WithHTTPClient(client), config.WithLogger(logging.Nop{}))
		if err != nil {
			return cfg, err
		}
	}
	if s.options.Endpoint != "" {
		cfg.BaseEndpoint = aws.String(s.options.Endpoint)
	}
	cfg.HTTPClient = patient{cfg.HTTPClient}
	cfg.AppID = "smgen/" + s.options.Version
	cfg.Retryer = newRetryer
	cfg.RetryMaxAttempts = 0 // that of AWS_MAX_ATTEMPTS is made for single calls
	cfg.APIOptions = append(cfg.APIOptions, counting)
	if p.Role != "" && !s.options.Local {
		provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(cfg), p.Role, func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "smgen" })
		cfg.Credentials = aws.NewCredentialsCache(provider)
	}
	return cfg, nil
}

func (s *Sessions) pace(p Place) *pace {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paces[p] == nil {
		s.paces[p] = newPace(s.options.Rate, time.Now)
	}
	return s.paces[p]
}
