package notify

import (
	"context"
	"time"
)

// forever is the wait of those who wait for a signal alone.
const forever time.Duration = -1

// signal wakes who waits for it, now or next.
func signal(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
	}
}

// pause waits for a time, a signal, or the end of the context, whichever comes first.
func pause(ctx context.Context, sleep func(context.Context, time.Duration) error, d time.Duration, wake chan struct{}) {
	if d == forever {
		select {
		case <-wake:
		case <-ctx.Done():
		}
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	over := make(chan struct{})
	go func() {
		defer close(over)
		select {
		case <-wake:
			cancel()
		case <-ctx.Done():
		}
	}()
	_ = sleep(ctx, d) // it ends early with a signal
	cancel()
	<-over // so that it takes no signal of later
}
