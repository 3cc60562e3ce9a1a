"""The pages of the public site. Views gather; models and querysets decide; templates show."""
