"""The one place where a Step becomes rows: state, tasks, jobs, messages, events and history, in one transaction."""
