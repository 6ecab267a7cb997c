"""工作进程：a pool of warm processes that make bulletins, each within limits and without a network."""
