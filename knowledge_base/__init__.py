"""Offers, counselling facts and answers that staff keep true; holds nothing about the women who ask."""
