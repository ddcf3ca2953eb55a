"""The only room that knows SpiffWorkflow: state in, Step out."""
