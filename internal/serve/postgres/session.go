package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	// statementTime is how long one statement of a session may take. A session that takes
	// longer is given up.
	statementTime = 5 * time.Second
	// silence is how PostgreSQL notices that a process is gone or stands still. It is longer
	// than the process itself needs to notice that PostgreSQL is gone, which is the time
	// between signs of life and statementTime, so that a lock is free only after its holder
	// knows that it was lost.
	silence = `set idle_session_timeout = '20s';
set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 2`
)

// session is the connection that holds the locks of a process. It is used by one at a time.
type session struct {
	conn  *pgx.Conn
	turn  chan struct{}
	alive context.Context // ends with the connection
	end   context.CancelFunc
}

// openSession connects, and gives signs of life until the session ends.
func openSession(ctx context.Context, config *pgx.ConnConfig, o Options) (*session, error) {
	ctx, cancel := context.WithTimeout(ctx, statementTime)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, silence); err != nil {
		_ = conn.Close(ctx)
		return nil, err
	}
	s := &session{conn: conn, turn: make(chan struct{}, 1)}
	s.alive, s.end = context.WithCancel(context.Background())
	go s.keep(o)
	return s, nil
}

func (s *session) keep(o Options) {
	defer s.close()
	for o.Sleep(s.alive, o.pace.alive) == nil {
		if s.do(func(ctx context.Context, c *pgx.Conn) error { return c.Ping(ctx) }) != nil {
			return
		}
	}
}

// do runs statements. The context that they get is not that of a caller: to end a statement
// early ends the connection, and with it the locks of all others.
func (s *session) do(f func(context.Context, *pgx.Conn) error) error {
	select {
	case s.turn <- struct{}{}:
	case <-s.alive.Done():
		return errLost
	}
	defer func() { <-s.turn }()
	if s.alive.Err() != nil {
		return errLost
	}
	ctx, cancel := context.WithTimeout(context.Background(), statementTime)
	defer cancel()
	err := f(ctx, s.conn)
	if s.conn.IsClosed() {
		s.end()
	}
	return err
}

// close ends the session, after the statement that is under way.
func (s *session) close() {
	s.end()
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = s.conn.Close(ctx)
}
