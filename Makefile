# 文选 press：两条命令。make 把 sources/ 排成 build/ 下的 PDF、EPUB、HTML；make test 跑测试。
# The work of setting up is in scripts/setup; this is the door.

.DEFAULT_GOAL := build
.PHONY: build test check lint slow format clean help

python := .venv/bin/python
pytest := $(python) -m pytest -n 2 --dist loadfile
targets := src tests examples

build: ## 装好所需，把 sources/ 排成 build/名称.pdf、.epub、.html（缺省）
	@scripts/setup runtime
	@$(python) -m wxpress build

test: ## 装好所需，跑测试
	@scripts/setup development
	@$(pytest)

check: lint ## 全部检查：格式、ruff、mypy、导入方向、测试（人和 CI 用同一条）
	@$(pytest)

lint: ## 只做静态检查
	@scripts/setup development
	@$(python) -m ruff format --check
	@$(python) -m ruff check
	@$(python) -m mypy
	@.venv/bin/lint-imports

slow: ## 慢的检查：EPUBCheck、Ace、vnu、另一间干净环境里的安装
	@scripts/setup development
	@scripts/setup validators
	@$(python) -m pytest -m slow

format: ## 按规矩排好代码
	@scripts/setup development
	@$(python) -m ruff format
	@$(python) -m ruff check --fix

clean: ## 删去 build/、缓存和工具的残留（保留 .venv）
	rm -rf build dist .wxpress .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests examples -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## 列出这些命令
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14
