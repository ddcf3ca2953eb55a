"""The demo council: invented people and three months of their work, done by the real house with its clock moved."""

from heard.demo.loading import DRAFTS as DRAFTS
from heard.demo.loading import CouncilExists as CouncilExists
from heard.demo.loading import is_called_for as is_called_for
from heard.demo.loading import load as load
from heard.demo.welcome import welcome as welcome
